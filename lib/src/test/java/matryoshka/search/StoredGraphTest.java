package matryoshka.search;

import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that are kept with an index. */
class StoredGraphTest {
    private static final int ROWS = 2000;

    @TempDir
    Path parent;

    private Path folder;
    private final Embeddings vectors = gaussian(ROWS, 12, 1), queries = gaussian(50, 12, 2);

    @BeforeEach
    void write_an_index() throws IOException {
        folder = parent.resolve("index");
        StoredIndex.write(folder, vectors, NestingDims.of(4, 8), Catalog.of(ROWS), List.of(12, 4));
    }

    private Embeddings units(int dim) {
        return vectors.prefix(dim).normalize();
    }

    @Test
    void what_a_kept_graph_finds_is_what_one_built_now_finds() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder)) {
            index.verify();
            for (int dim : new int[] {4, 8, 12}) { // none is kept of 8
                Embeddings asked = queries.prefix(dim).normalize();
                assertThat(index.hnsw(units(dim)).searchAll(asked, 10))
                        .isEqualTo(HnswIndex.of(units(dim)).searchAll(asked, 10));
            }
            Funnel funnel = Funnel.adaptive(4, 100, 12);
            assertThat(AdaptiveRetriever.of(index, funnel, index::hnsw).searchAll(queries, 10))
                    .isEqualTo(
                            AdaptiveRetriever.of(vectors, funnel, HnswIndex::of).searchAll(queries, 10));
        }
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("graph-4.hnsw"));
    }

    @Test
    void a_damaged_graph_is_found_when_it_is_read() throws IOException {
        Path file = folder.resolve("graph-4.hnsw");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (StoredIndex index = StoredIndex.open(folder)) {
            assertThat(index.hnsw(units(12)).size()).isEqualTo(ROWS);
            assertThatThrownBy(() -> index.hnsw(units(4))).hasMessageContainingAll("graph-4.hnsw", "damaged");
            assertThatThrownBy(index::verify).hasMessageContaining("graph-4.hnsw");
        }
    }

    /** With the right checksum, as one who means ill would write it. */
    @Test
    void whatever_numbers_stand_in_the_file_it_is_read_or_refused() throws IOException {
        Path file = folder.resolve("graph-12.hnsw");
        byte[] sound = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int trial = 0; trial < 500; trial++) {
            byte[] bytes = sound.clone();
            int at = trial % 2 == 0 ? random.nextInt(16) : random.nextInt(bytes.length);
            bytes[at] = (byte) random.nextInt();
            Files.write(file, bytes);
            try (Arena arena = Arena.ofConfined()) {
                Graph graph = GraphFile.read(MappedFile.open(file, StoredFile.of(file), arena), ROWS);
                HnswIndex.of(units(12), graph).search(units(12).row(0), 3);
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageContaining("is no graph");
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 499);
    }

    @Test
    void graphs_of_dims_that_are_not_there_are_refused() {
        assertThatThrownBy(() -> StoredIndex.write(
                        parent.resolve("other"), vectors, NestingDims.of(4), Catalog.of(ROWS), List.of(13)))
                .hasMessageContainingAll("13", "1..12");
        assertThat(parent.resolve("other")).doesNotExist();
    }
}
