package matryoshka.search;

import static matryoshka.search.StoredCase.assertEqual;
import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredIndexTest {
    private static final String DEAD_RUN = "-999999999-1-00000000-0000-0000-0000-000000000000";
    private static final NestingDims DIMS = NestingDims.of(2, 4, 8);

    @TempDir
    Path parent;

    private Path folder;
    private final Embeddings vectors =
            gaussian(50, 12, 42).withTrainedDims(DIMS).normalize();
    private final Catalog catalog = Catalog.of(50)
            .withTexts(IntStream.range(0, 50).mapToObj(i -> "text " + i).toList())
            .withLabels(IntStream.range(0, 50).mapToObj(i -> "class " + i % 3).toList());

    @BeforeEach
    void write_an_index() throws IOException {
        folder = parent.resolve("index");
        StoredIndex.write(folder, vectors, DIMS, catalog);
    }

    private List<Path> inParent() throws IOException {
        try (var paths = Files.list(parent)) {
            return paths.toList();
        }
    }

    @Test
    void the_folder_is_plain_numbers_json_and_csv() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "dims-0-2.f32",
                            "dims-2-4.f32",
                            "dims-4-8.f32",
                            "dims-8-12.f32",
                            "catalog.csv",
                            "index.json");
        }
        JsonNode index = JsonFile.read(folder.resolve("index.json"));
        assertThat(index.get("format").intValue()).isEqualTo(1);
        assertThat(index.get("rows").intValue()).isEqualTo(50);
        assertThat(index.get("dims")).hasToString("[2,4,8,12]");
        assertThat(index.get("length").textValue()).isEqualTo("UNIT");
        assertThat(index.get("trainedDims")).hasToString("[2,4,8]");
        assertThat(index.at("/files/dims-4-8.f32/bytes").intValue()).isEqualTo(50 * 4 * 4);
        ByteBuffer block = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("dims-4-8.f32")));
        assertThat(block.order(ByteOrder.LITTLE_ENDIAN).getFloat((7 * 4 + 3) * Float.BYTES))
                .isEqualTo(vectors.row(7)[4 + 3]);
        assertThat(Files.readString(folder.resolve("catalog.csv")))
                .startsWith("\"id\",\"text\",\"label\"\n\"0\",\"text 0\",\"class 0\"\n");
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void opened_it_is_what_was_written() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder)) {
            assertThat(index.size()).isEqualTo(50);
            assertThat(index.dimension()).isEqualTo(12);
            assertThat(index.dims()).isEqualTo(NestingDims.of(2, 4, 8, 12));
            assertThat(index.catalog()).isEqualTo(catalog).isSameAs(index.catalog());
            assertEqual(index.prefix(12), vectors);
            assertThat(index.prefix(12).isNormalized()).isTrue();
            assertThat(index.prefix(8).hasLostUnitLength()).isTrue();
            index.verify();
        }
    }

    @Test
    void what_it_does_not_hold_is_refused() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder)) {
            for (int dim : new int[] {0, 13}) {
                assertThatThrownBy(() -> index.prefix(dim)).hasMessageContainingAll("to " + dim, "1..12");
                assertThatThrownBy(() -> index.select(dim, 1)).hasMessageContainingAll("to " + dim, "1..12");
            }
            for (int row : new int[] {-1, 50})
                assertThatThrownBy(() -> index.select(3, 1, row)).hasMessageContainingAll("0..49", "row " + row);
        }
        assertThatThrownBy(() -> StoredIndex.write(folder, vectors, NestingDims.of(4, 16), catalog))
                .hasMessageContainingAll("4,16", "12 dims");
        assertThatThrownBy(() -> StoredIndex.write(folder, vectors, DIMS, Catalog.of(49)))
                .hasMessageContainingAll("50 vectors", "got 49");
    }

    @Test
    void a_closed_index_says_so_and_what_was_read_stays() throws IOException {
        StoredIndex index = StoredIndex.open(folder);
        Embeddings read = index.prefix(3);
        index.close();
        index.close();
        for (Consumer<StoredIndex> use : List.<Consumer<StoredIndex>>of(
                closed -> closed.prefix(2),
                closed -> closed.select(2, 0),
                closed -> closed.read(0, 2, new float[2]),
                StoredIndexTest::catalogOf))
            assertThatThrownBy(() -> use.accept(index))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(folder.toString(), "closed", "open it again");
        assertThatThrownBy(index::verify).isInstanceOf(IllegalStateException.class);
        assertEqual(read, vectors.prefix(3));
    }

    private static Catalog catalogOf(StoredIndex index) {
        try {
            return index.catalog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void many_threads_read_at_once() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder)) {
            IntStream.range(0, 2000).parallel().forEach(i -> {
                int dim = 1 + i % 12, row = i % 50;
                assertEqual(index.prefix(dim), vectors.prefix(dim));
                assertEqual(index.select(dim, row, 49 - row), vectors.selectPrefix(dim, row, 49 - row));
                assertThat(catalogOf(index)).isEqualTo(catalog);
            });
        }
    }

    @Test
    void a_new_index_replaces_the_old_one_which_stays_readable_while_it_is_open() throws IOException {
        try (StoredIndex old = StoredIndex.open(folder)) {
            Embeddings other = gaussian(3, 5, 1);
            StoredIndex.write(folder, other, NestingDims.of(5), Catalog.of(3));
            try (StoredIndex index = StoredIndex.open(folder)) {
                assertEqual(index.prefix(5), other);
                assertThat(index.catalog()).isEqualTo(Catalog.of(3));
            }
            assertEqual(old.prefix(12), vectors);
            assertThat(old.catalog()).isEqualTo(catalog);
        }
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void what_is_no_index_is_never_replaced() throws IOException {
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.writeString(home.resolve("thesis.tex"), "years of work");
        Path project = Files.createDirectory(parent.resolve("project"));
        Files.writeString(project.resolve("index.json"), "{}");
        Files.writeString(folder.resolve("notes.txt"), "best so far");

        for (Path precious : List.of(home, project, folder, home.resolve("thesis.tex"))) {
            assertThatThrownBy(() -> StoredIndex.write(precious, vectors, DIMS, catalog))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(precious.toString());
            assertThatThrownBy(() -> StoredIndex.checkReplaceable(precious)).isInstanceOf(ModelFormatException.class);
        }
        assertThat(home.resolve("thesis.tex")).hasContent("years of work");
        assertThat(folder.resolve("notes.txt")).hasContent("best so far");
        StoredIndex.checkReplaceable(parent.resolve("elsewhere"));
    }

    @Test
    void an_index_moved_aside_by_a_killed_writer_is_put_back_when_it_is_opened() throws IOException {
        Files.move(folder, parent.resolve(".index.old" + DEAD_RUN));
        Path half = Files.createDirectory(parent.resolve(".index.tmp" + DEAD_RUN));
        Files.writeString(half.resolve("dims-0-2.f32"), "half");
        try (StoredIndex index = StoredIndex.open(folder)) {
            index.verify();
        }
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void adaptive_retrieval_reads_the_short_prefix_and_of_the_rest_the_shortlist_alone() throws IOException {
        Embeddings rows = gaussian(3000, 24, 7), query = gaussian(1, 24, 8);
        StoredIndex.write(folder, rows, NestingDims.of(4, 8), Catalog.of(3000));
        Funnel funnel = Funnel.adaptive(4, 20, 24);
        SearchResult expected =
                AdaptiveRetriever.of(rows, funnel, BruteForceIndex::of).search(query.values(), 5);
        int[] shortlist =
                BruteForceIndex.of(rows.prefix(4).normalize())
                        .search(query.prefix(4).normalize().values(), 20)
                        .neighbors()
                        .stream()
                        .mapToInt(Neighbor::row)
                        .toArray();
        for (String later : List.of("dims-4-8.f32", "dims-8-24.f32")) destroyAllBut(folder.resolve(later), shortlist);

        try (StoredIndex index = StoredIndex.open(folder)) {
            SearchResult found =
                    AdaptiveRetriever.of(index, funnel, BruteForceIndex::of).search(query.values(), 5);
            assertThat(found).isEqualTo(expected);
            assertThat(index.catalog().hits(found))
                    .extracting(Hit::id)
                    .isEqualTo(expected.neighbors().stream()
                            .map(each -> "" + each.row())
                            .toList());
            assertThatThrownBy(index::verify).hasMessageContaining("dims-4-8.f32");
        }
    }

    @Test
    void a_graph_over_the_stored_short_prefix_finds_what_one_over_memory_finds() throws IOException {
        Embeddings rows = gaussian(2000, 24, 7), queries = gaussian(20, 24, 8);
        StoredIndex.write(folder, rows, NestingDims.of(4, 8), Catalog.of(2000));
        Funnel funnel = Funnel.adaptive(8, 50, 24);
        try (StoredIndex index = StoredIndex.open(folder)) {
            assertThat(AdaptiveRetriever.of(index, funnel, HnswIndex::of).searchAll(queries, 5))
                    .isEqualTo(AdaptiveRetriever.of(rows, funnel, HnswIndex::of).searchAll(queries, 5));
        }
    }

    private static void destroyAllBut(Path block, int... rows) throws IOException {
        byte[] sound = Files.readAllBytes(block), destroyed = new byte[sound.length];
        Arrays.fill(destroyed, (byte) -1); // NaN
        int step = sound.length / 3000;
        for (int row : rows) System.arraycopy(sound, row * step, destroyed, row * step, step);
        Files.write(block, destroyed);
    }

    @Test
    void blocks_far_beyond_what_memory_holds_are_opened_and_read_in_part() throws IOException {
        int rows = 5_000_000, last = rows - 1;
        folder = Files.createDirectory(parent.resolve("large"));
        SortedMap<String, StoredFile> files = new TreeMap<>();
        for (IndexFile.Step step : IndexFile.steps(List.of(16, 400))) {
            String name = Block.name(step.from(), step.to());
            files.put(name, sparse(name, Block.bytes(rows, step.from(), step.to())));
        }
        files.put("catalog.csv", sparse("catalog.csv", 1));
        new IndexFile(1, rows, List.of(16, 400), Embeddings.Length.ANY, List.of(), List.of(), files).write(folder);

        try (StoredIndex index = StoredIndex.open(folder)) {
            Embeddings found = index.select(400, last, 0);
            assertThat(found.row(0)).endsWith(0, 1.5f).startsWith(0);
            assertThat(found.row(1)).containsOnly(0);
        }
    }

    /** A file of zeros that takes no room, and 1.5 as its last number. */
    private StoredFile sparse(String name, long bytes) throws IOException {
        ByteBuffer end = ByteBuffer.allocate((int) Math.min(bytes, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes >= Float.BYTES) end.putFloat(0, 1.5f);
        try (FileChannel channel = FileChannel.open(
                folder.resolve(name),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.WRITE)) {
            channel.write(end, bytes - end.capacity());
        }
        return new StoredFile(bytes, "00000000");
    }
}
