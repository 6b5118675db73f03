package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.Npy;
import matryoshka.Printed;
import matryoshka.bert.BertEncoder;
import matryoshka.data.CsvFile;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.search.AdaptiveRetriever;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.Catalog;
import matryoshka.search.Funnel;
import matryoshka.search.Neighbor;
import matryoshka.search.SearchResult;
import matryoshka.search.StoredIndex;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** {@code index}, what {@code search} then finds, and {@code export-lucene}. */
@Tag("slow")
class IndexAndSearchTest {
    private static final int ROWS = 300;

    @TempDir
    static Path folder;

    private static final Embeddings VECTORS = random(ROWS, 16, 1), QUERIES = random(5, 16, 2);

    private record Ran(int code, String printed, String errors) {}

    private static Ran run(Object... arguments) {
        String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        AtomicInteger code = new AtomicInteger();
        StringBuilder errors = new StringBuilder();
        String printed = Printed.onOut(() -> errors.append(Printed.onErr(() -> code.set(
                Main.commandLine().setErr(new PrintWriter(System.err, true)).execute(words)))));
        return new Ran(code.get(), printed, errors.toString());
    }

    /** The words of a command line, with the test's folder for {@code @}. */
    private static Ran line(String words) {
        return run(Arrays.stream(words.split(" "))
                .map(word -> word.replace("@", folder + "/"))
                .toArray());
    }

    private static Embeddings random(int rows, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }

    @BeforeAll
    static void index_texts_and_vectors() throws IOException {
        TinyEncoder.write(folder.resolve("tiny"));
        Files.writeString(
                folder.resolve("texts.csv"),
                "words,mood,key\n\"A lovely film, \"\"truly\"\".\",good,a1\n"
                        + "\"Dull\nas dust\",bad,b2\nТак себе,so-so,c3\n");
        Files.writeString(folder.resolve("twice.csv"), "words,key\none,a\ntwo,a\n");
        Npy.write(folder.resolve("vectors.npy"), VECTORS);
        Npy.write(folder.resolve("queries.npy"), QUERIES);
        Npy.write(folder.resolve("narrow.npy"), random(2, 9, 3));
        Npy.write(folder.resolve("none.npy"), Embeddings.of(new float[0], 0, 16));
        Npy.write(folder.resolve("nan.npy"), Embeddings.of(new float[] {1, 2, 3, Float.NaN}, 2, 2));
        assertThat(line("index --vectors @vectors.npy --out @plain"))
                .isEqualTo(new Ran(0, "300 x 16 indexed into " + folder + "/plain\n", ""));
        assertThat(line("index --encoder @tiny --data @texts.csv --text words --label mood --id key --out @worded"))
                .isEqualTo(new Ran(0, "3 x 16 indexed into " + folder + "/worded\n", ""));
    }

    private static MatryoshkaModel<String> tiny() throws IOException {
        BertEncoder encoder = BertEncoder.fromFolder(folder.resolve("tiny"));
        return MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(16)));
    }

    @Test
    void an_index_holds_the_vectors_of_the_texts_and_what_the_file_says_of_them() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder.resolve("worded"))) {
            List<String> texts = List.of("A lovely film, \"truly\".", "Dull\nas dust", "Так себе");
            assertThat(index.catalog())
                    .isEqualTo(new Catalog(List.of("a1", "b2", "c3"), texts, List.of("good", "bad", "so-so")));
            assertThat(index.prefix(16).values()).isEqualTo(tiny().embed(texts).values());
            assertThat(index.dims()).isEqualTo(NestingDims.of(8, 16));
        }
    }

    @Test
    void vectors_that_exist_are_kept_as_they_are_and_may_have_a_catalog() throws IOException {
        try (StoredIndex index = StoredIndex.open(folder.resolve("plain"))) {
            assertThat(index.prefix(16).values()).isEqualTo(VECTORS.values());
            assertThat(index.catalog()).isEqualTo(Catalog.of(ROWS));
        }
        Files.writeString(folder.resolve("two.csv"), "mood\ngood\nbad\n");
        assertThat(line("index --vectors @narrow.npy --data @two.csv --label mood --dims 2,5 --out @moods")
                        .code())
                .isZero();
        try (StoredIndex index = StoredIndex.open(folder.resolve("moods"))) {
            assertThat(index.dims()).isEqualTo(NestingDims.of(2, 5, 9));
            assertThat(index.catalog().labels()).containsExactly("good", "bad");
        }
    }

    @Test
    void a_models_texts_are_cut_where_it_was_trained() throws IOException {
        BertEncoder encoder = BertEncoder.fromFolder(folder.resolve("tiny"));
        MatryoshkaModel<String> trained =
                MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(4, 12, 16)));
        trained.saveUnfinished(folder.resolve("model"), RunRecord.begin(), unfinished -> {});
        assertThat(line("index --model @model --data @texts.csv --text words --out @trained"))
                .isEqualTo(new Ran(0, "3 x 16 indexed into " + folder + "/trained\n", ""));
        try (StoredIndex index = StoredIndex.open(folder.resolve("trained"))) {
            assertThat(index.dims()).isEqualTo(NestingDims.of(4, 12, 16));
        }
        assertThat(line("search --index @trained --model @model lovely --dim 12")
                        .printed())
                .contains("lovely");
    }

    private static Table searched(String options) {
        Path out = folder.resolve("found.csv");
        assertThat(line("search --index @plain --queries @queries.npy --out @found.csv " + options))
                .isEqualTo(new Ran(0, "", ""));
        return CsvFile.read(out).table();
    }

    private static void assertFound(Table table, List<SearchResult> expected) {
        List<List<String>> rows = new ArrayList<>();
        for (int q = 0; q < expected.size(); q++) {
            List<Neighbor> found = expected.get(q).neighbors();
            for (int i = 0; i < found.size(); i++)
                rows.add(List.of("" + q, "" + (i + 1), "" + found.get(i).row()));
        }
        assertThat(table.columnNames()).containsExactly("query", "rank", "distance", "id");
        assertThat(IntStream.range(0, table.rowCount())
                        .mapToObj(i -> Stream.of("query", "rank", "id")
                                .map(column -> table.stringColumn(column).get(i))
                                .toList()))
                .isEqualTo(rows);
        float[] distances = new float[table.rowCount()];
        for (int i = 0; i < distances.length; i++)
            distances[i] = Float.parseFloat(table.stringColumn("distance").get(i));
        List<Float> exact = expected.stream()
                .flatMap(result -> result.neighbors().stream())
                .map(Neighbor::distance)
                .toList();
        for (int i = 0; i < distances.length; i++) assertThat(distances[i]).isEqualTo(exact.get(i));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brute-force", "kd-tree"})
    void a_search_finds_what_exact_search_finds(String by) {
        assertFound(
                searched("--by " + by), BruteForceIndex.of(VECTORS.normalize()).searchAll(QUERIES.normalize(), 10));
        assertFound(
                searched("--dim 6 --k 3 --by " + by),
                BruteForceIndex.of(VECTORS.truncate(6).normalize())
                        .searchAll(QUERIES.truncate(6).normalize(), 3));
    }

    @Test
    void a_graph_of_few_rows_finds_them_too() {
        assertFound(
                searched("--k 1 --by hnsw"),
                BruteForceIndex.of(VECTORS.normalize()).searchAll(QUERIES.normalize(), 1));
    }

    @Test
    void a_shortlist_is_sorted_again() {
        AdaptiveRetriever full = AdaptiveRetriever.of(VECTORS, Funnel.adaptive(4, 200, 16), BruteForceIndex::of);
        assertFound(searched("--shortlist 4"), full.searchAll(QUERIES, 10));
        AdaptiveRetriever part = AdaptiveRetriever.of(VECTORS, Funnel.adaptive(2, 7, 8), BruteForceIndex::of);
        assertFound(searched("--shortlist 2 --keep 7 --dim 8 --k 5"), part.searchAll(QUERIES, 5));
        AdaptiveRetriever all = AdaptiveRetriever.of(VECTORS, Funnel.adaptive(2, 250, 16), BruteForceIndex::of);
        assertFound(searched("--shortlist 2 --k 250"), all.searchAll(QUERIES, 250));
    }

    @Test
    void texts_find_texts_as_arguments_and_from_a_file() {
        Ran ran = run("search", "--index", folder.resolve("worded"), "--encoder", folder.resolve("tiny"), "Так себе");
        assertThat(ran.errors()).isEmpty();
        List<String> lines = ran.printed().lines().toList();
        assertThat(lines.getFirst().split("\\s+")).containsExactly("query", "rank", "distance", "id", "label", "text");
        assertThat(lines.get(2)).matches("Так себе\\s+1\\s+0\\.0000\\s+c3\\s+so-so\\s+Так себе");
        assertThat(line("search --index @worded --encoder @tiny --data @texts.csv --text words --k 1 --out @own.csv"))
                .isEqualTo(new Ran(0, "", ""));
        assertThat(CsvFile.read(folder.resolve("own.csv")).table().stringColumn("id"))
                .containsExactly("a1", "b2", "c3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vectors @vectors.npy --dims 8,32 | 1 | --dims must lie in 1..16 (the vectors have 16 dims), got 32",
                "--vectors @vectors.npy --dims 8,4 | 2 | must ascend",
                "--vectors @vectors.npy --data @texts.csv --text words | 1 | has 3 rows, --vectors has 300",
                "--vectors @vectors.npy --text words | 2 | --data F.csv goes with the columns",
                "--vectors @vectors.npy --data @texts.csv | 2 | --data F.csv goes with the columns",
                "--vectors @missing.npy | 1 | missing.npy: there is no such file",
                "--vectors @texts.csv | 1 | does not start as a .npy file does",
                "--vectors @none.npy | 1 | none.npy holds 0 vectors",
                "--vectors @nan.npy | 1 | nan.npy holds NaN in row 1, dim 1",
                "--vectors @vectors.npy --encoder @tiny | 2 | mutually exclusive",
                "--data @texts.csv --text words | 2 | --vectors",
                "--encoder @tiny --data @texts.csv | 2 | --data F.csv with --text COL",
                "--encoder @tiny --data @texts.csv --text word | 1 | no column",
                "--encoder @tiny --data @texts.csv --text words --dims 17 | 1 | --dims must lie in 1..16",
                "--encoder @missing --data @twice.csv --text words --id key | 1 | have the same id",
            })
    void what_cannot_be_indexed_is_said_before_anything_is_written(String options, int code, String why) {
        Ran ran = line("index " + options + " --out @unwritten");
        assertThat(ran.errors()).contains(why).doesNotContain("\tat ");
        assertThat(ran.code()).isEqualTo(code);
        assertThat(folder.resolve("unwritten")).doesNotExist();
    }

    @Test
    void only_an_index_is_replaced() throws IOException {
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/notes.txt"), "mine");
        Ran ran = line("index --encoder @missing --data @missing.csv --text words --out @mine");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.errors()).contains("notes.txt");
        assertThat(folder.resolve("mine/notes.txt")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--k 301 | 1 | --k must lie in 1..300 (the index has 300 rows), got 301",
                "--k 0 | 1 | --k must lie in 1..300",
                "--dim 17 | 1 | --dim must lie in 1..16 (the index has 16 dims), got 17",
                "--dim 0 | 1 | --dim must lie in 1..16",
                "--shortlist 16 | 1 | --shortlist must lie in 1..15 (below the 16 dims of --dim), got 16",
                "--shortlist 8 --dim 8 | 1 | --shortlist must lie in 1..7",
                "--shortlist 8 --keep 9 | 1 | --keep must lie in 10..300 (--k is 10, the index has 300 rows), got 9",
                "--shortlist 8 --keep 301 | 1 | --keep must lie in 10..300",
                "--shortlist 1 --dim 1 | 1 | --shortlist must be left out",
                "--keep 20 | 2 | --keep belongs to --shortlist",
                "--by tree | 2 | no index is named \"tree\"; there are [brute-force, kd-tree, hnsw, ivf]",
                "a-text | 2 | give no texts beside it",
            })
    void a_number_out_of_its_range_is_named_with_it(String options, int code, String why) {
        Ran ran = line("search --index @plain --queries @queries.npy " + options);
        assertThat(ran.errors()).contains(why).doesNotContain("\tat ");
        assertThat(ran.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--index @plain --queries @narrow.npy | 1 | holds vectors of 16 dims, --queries",
                "--index @moods9 --encoder @tiny word | 1 | holds vectors of 9 dims, the model or encoder gives 16",
                "--index @missing --queries @queries.npy | 1 | no such folder, an index was expected",
                "--index @plain --encoder @tiny | 2 | give texts as arguments",
                "--index @plain word | 2 | --queries",
            })
    void queries_must_suit_the_index(String options, int code, String why) {
        assertThat(line("index --vectors @narrow.npy --out @moods9").code()).isZero();
        Ran ran = line("search " + options);
        assertThat(ran.errors()).contains(why).doesNotContain("\tat ");
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void lucene_reads_an_exported_index() throws IOException {
        assertThat(line("export-lucene --index @worded --prefix 4 --out @lucene"))
                .isEqualTo(new Ran(0, "3 documents written to " + folder + "/lucene\n", ""));
        assertThat(line("export-lucene --index @plain --prefix 4 --dim 9 --out @lucene9")
                        .code())
                .isZero();
        try (Directory directory = FSDirectory.open(folder.resolve("lucene"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            Document second = reader.storedFields().document(1);
            assertThat(List.of(second.get("id"), second.get("text"), second.get("label")))
                    .containsExactly("b2", "Dull\nas dust", "bad");
        }
        try (Directory directory = FSDirectory.open(folder.resolve("lucene9"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            FieldInfos fields = FieldInfos.getMergedFieldInfos(reader);
            assertThat(fields.fieldInfo("prefix").getVectorDimension()).isEqualTo(4);
            assertThat(fields.fieldInfo("full").getVectorDimension()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prefix 16 --out @no | --prefix must lie in 1..15 (below the 16 dims of --dim), got 16",
                "--prefix 8 --dim 8 --out @no | --prefix must lie in 1..7",
                "--prefix 8 --dim 17 --out @no | --dim must lie in 1..16 (the index has 16 dims, Lucene takes 1024)",
                "--prefix 8 --out @plain | choose another folder",
            })
    void what_lucene_cannot_hold_is_named(String options, String why) {
        Ran ran = line("export-lucene --index @plain " + options);
        assertThat(ran.errors()).contains(why).doesNotContain("\tat ");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void advice_keeps_to_the_budget_and_says_what_it_loses() {
        Ran ran = line("advise --index @plain --k 5 --max-mb 0.01");
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.printed())
                .contains("held out", "chosen: ", "less than exhaustive search", "less than the best setting", " MB");
        assertThat(line("advise --index @plain --k 60").code()).isZero(); // more than some shortlists keep
        assertThat(line("advise --index @plain --max-mb 0.000001").errors())
                .contains("no setting keeps to", "the smallest takes");
        assertThat(line("advise --index @plain --queries @narrow.npy").errors()).contains("9 dims, the index of 16");
        assertThat(line("advise --index @plain --k 500").errors()).contains("--k must be 1..", "got 500");
        assertThat(line("advise --index @plain --min-quality 2").errors()).contains("at most 1, got 2.0");
    }

    @Test
    void a_kept_graph_serves_searches_by_hnsw() {
        assertThat(line("index --vectors @vectors.npy --graph 8,16 --out @graphed")
                        .code())
                .isZero();
        assertThat(folder.resolve("graphed")).isDirectoryContaining(file -> file.endsWith("graph-8.hnsw"));
        for (String how : List.of("--by hnsw", "--by hnsw --shortlist 8"))
            assertThat(line("search --index @graphed --queries @queries.npy --k 3 " + how))
                    .isEqualTo(line("search --index @plain --queries @queries.npy --k 3 " + how));
        assertThat(line("index --vectors @vectors.npy --graph 17 --out @other").errors())
                .contains("--graph", "17");
    }
}
