package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.encoder.ModelFormatException;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plain Lucene, with no class of this library, reads of what was exported. */
class LuceneExportTest {
    private static final int ROWS = 3000, D = 32, SHORT = 8, KEPT = 200;

    @TempDir
    static Path folder;

    private static final Embeddings VECTORS = StoredCase.gaussian(ROWS, D, 1);
    private static final Embeddings QUERIES = StoredCase.gaussian(8, D, 2);

    @BeforeAll
    static void export() throws IOException {
        LuceneExport.write(folder.resolve("graph"), VECTORS, SHORT, catalog(ROWS));
        LuceneExport.write(folder.resolve("few"), few(), SHORT, catalog(500));
    }

    private static Embeddings few() {
        return VECTORS.select(IntStream.range(0, 500).toArray());
    }

    private static Catalog catalog(int rows) {
        IntFunction<String> id = row -> "row-" + row,
                text = row -> "Text number " + row,
                label = row -> "of " + row % 7;
        return new Catalog(cells(rows, id), cells(rows, text), cells(rows, label));
    }

    private static List<String> cells(int rows, IntFunction<String> cell) {
        return IntStream.range(0, rows).mapToObj(cell).toList();
    }

    private interface Asked {
        void of(IndexSearcher searcher) throws IOException;
    }

    private static void ask(String name, Asked asked) throws IOException {
        try (Directory directory = FSDirectory.open(folder.resolve(name));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            asked.of(new IndexSearcher(reader));
        }
    }

    private static float[] unit(int query, int dim) {
        return QUERIES.select(query).prefix(dim).normalize().values();
    }

    private static List<Integer> found(IndexSearcher searcher, Query query, int k) throws IOException {
        return Arrays.stream(searcher.search(query, k).scoreDocs)
                .map(found -> found.doc)
                .toList();
    }

    private static List<Integer> rows(SearchResult result) {
        return result.neighbors().stream().map(Neighbor::row).toList();
    }

    private static Query shortlist(int query, Query filter) {
        return new KnnFloatVectorQuery("prefix", unit(query, SHORT), KEPT, filter);
    }

    private static Query sortedAgain(int query, Query shortlist) {
        return RescoreTopNQuery.createFullPrecisionRescorerQuery(shortlist, unit(query, D), "full", KEPT);
    }

    @Test
    void a_shortlist_sorted_again_is_that_of_adaptive_retrieval() throws IOException {
        AdaptiveRetriever expected = AdaptiveRetriever.of(few(), Funnel.adaptive(SHORT, KEPT, D), BruteForceIndex::of);
        ask("few", searcher -> {
            for (int q = 0; q < QUERIES.rows(); q++)
                assertThat(found(searcher, sortedAgain(q, shortlist(q, null)), 10))
                        .isEqualTo(rows(expected.search(QUERIES.row(q), 10)));
        });
    }

    @Test
    void where_a_graph_makes_the_shortlist_the_nearest_of_it_are_found() throws IOException {
        BruteForceIndex atShort = BruteForceIndex.of(VECTORS.prefix(SHORT).normalize());
        ask("graph", searcher -> {
            for (int q = 0; q < QUERIES.rows(); q++) {
                List<Integer> list = found(searcher, shortlist(q, null), KEPT);
                int[] ascending =
                        list.stream().mapToInt(Integer::intValue).sorted().toArray();
                BruteForceIndex full =
                        BruteForceIndex.of(VECTORS.select(ascending).normalize());
                assertThat(found(searcher, sortedAgain(q, shortlist(q, null)), 10))
                        .isEqualTo(rows(full.search(unit(q, D), 10)).stream()
                                .map(i -> ascending[i])
                                .toList());
                Set<Integer> common = new HashSet<>(rows(atShort.search(unit(q, SHORT), KEPT)));
                common.retainAll(list);
                assertThat(common).hasSizeGreaterThan(KEPT * 95 / 100);
            }
        });
    }

    @Test
    void full_vectors_alone_are_searched_exactly_and_scores_are_cosines() throws IOException {
        BruteForceIndex exact = BruteForceIndex.of(VECTORS.normalize());
        ask("graph", searcher -> {
            ScoreDoc[] found = searcher.search(new KnnFloatVectorQuery("full", unit(0, D), 10), 10).scoreDocs;
            List<Neighbor> expected = exact.search(unit(0, D), 10).neighbors();
            for (int i = 0; i < 10; i++) {
                assertThat(found[i].doc).isEqualTo(expected.get(i).row());
                double distance = Math.sqrt(4 - 4 * (double) found[i].score); // |q − x|² = 2 − 2 cos
                assertThat(distance).isCloseTo(expected.get(i).distance(), Offset.offset(1e-4));
            }
        });
    }

    @Test
    void only_prefixes_have_a_graph() throws IOException {
        ask("graph", searcher -> {
            assertThat(graphNodes(searcher, "prefix")).isEqualTo(ROWS);
            assertThat(graphNodes(searcher, "full")).isZero();
        });
        ask("few", searcher -> assertThat(graphNodes(searcher, "prefix")).isZero());
    }

    private static int graphNodes(IndexSearcher searcher, String field) throws IOException {
        SegmentReader segment =
                (SegmentReader) searcher.getIndexReader().leaves().getFirst().reader();
        PerFieldKnnVectorsFormat.FieldsReader fields =
                (PerFieldKnnVectorsFormat.FieldsReader) segment.getVectorReader();
        HnswGraph graph = ((HnswGraphProvider) fields.getFieldReader(field)).getGraph(field);
        return graph == null ? 0 : graph.size();
    }

    @Test
    void labels_filter_the_shortlist() throws IOException {
        ask("graph", searcher -> {
            Query ofThree = new TermQuery(new Term("label", "of 3"));
            List<Integer> found = found(searcher, sortedAgain(0, shortlist(0, ofThree)), 10);
            assertThat(found).hasSize(10).allMatch(row -> row % 7 == 3);
        });
    }

    @Test
    void documents_are_the_rows_with_their_ids_texts_and_labels() throws IOException {
        ask("graph", searcher -> {
            assertThat(searcher.getIndexReader().leaves()).hasSize(1);
            for (int row : new int[] {0, 1023, 1024, 2999}) {
                Document document = searcher.storedFields().document(row);
                assertThat(List.of(document.get("id"), document.get("text"), document.get("label")))
                        .containsExactly("row-" + row, "Text number " + row, "of " + row % 7);
                assertThat(found(searcher, new TermQuery(new Term("id", "row-" + row)), 2))
                        .containsExactly(row);
            }
            assertThat(found(searcher, new TermQuery(new Term("text", "2777")), 2))
                    .containsExactly(2777);
        });
    }

    @Test
    void what_is_not_known_has_no_field() throws IOException {
        Catalog half = new Catalog(List.of("a", "b"), List.of("one", ""), List.of());
        LuceneExport.write(folder.resolve("half"), StoredCase.gaussian(2, 4, 3), 2, half);
        ask("half", searcher -> {
            assertThat(names(searcher.storedFields().document(0))).containsExactly("id", "text");
            assertThat(names(searcher.storedFields().document(1))).containsExactly("id");
        });
    }

    private static List<String> names(Document document) {
        List<String> names = new ArrayList<>();
        document.forEach(field -> names.add(field.name()));
        return names;
    }

    @Test
    void lucene_finds_nothing_wrong_and_no_codec_but_its_own() throws IOException {
        try (Directory directory = FSDirectory.open(folder.resolve("graph"));
                CheckIndex check = new CheckIndex(directory)) {
            CheckIndex.Status status = check.checkIndex();
            assertThat(status.clean).isTrue();
            assertThat(status.segmentInfos.getFirst().codec.getClass())
                    .isEqualTo(Codec.getDefault().getClass());
        }
    }

    @Test
    void plain_lucene_may_add_to_it() throws IOException {
        LuceneExport.write(folder.resolve("added"), few(), SHORT, catalog(500));
        try (Directory directory = FSDirectory.open(folder.resolve("added"));
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()))) {
            writer.addDocument(new LuceneRows(Catalog.of(1), SHORT)
                    .documents(QUERIES.select(0), 0)
                    .getFirst());
            writer.forceMerge(1);
        }
        ask(
                "added",
                searcher -> assertThat(searcher.storedFields()
                                .document(found(searcher, sortedAgain(0, shortlist(0, null)), 1)
                                        .getFirst())
                                .get("id"))
                        .isEqualTo("0"));
    }

    @Test
    void an_index_on_disk_is_exported_alike() throws IOException {
        StoredIndex.write(folder.resolve("index"), VECTORS, NestingDims.of(8, 32), catalog(ROWS));
        try (StoredIndex index = StoredIndex.open(folder.resolve("index"))) {
            LuceneExport.write(folder.resolve("stored"), index, SHORT, index.catalog());
        }
        List<List<Integer>> found = new ArrayList<>();
        for (String name : List.of("graph", "stored"))
            ask(name, searcher -> found.add(found(searcher, sortedAgain(1, shortlist(1, null)), 50)));
        assertThat(found.getFirst()).hasSize(50).isEqualTo(found.getLast());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 4 | 4 | 10 | the short prefix must have fewer dims than the vectors, which have 4",
                "10 | 4 | 0 | 10 | 1 or more, got 0",
                "10 | 1025 | 8 | 10 | at most 1024 dims, the vectors have 1025: cut them before, as by truncate(1024)",
                "10 | 4 | 2 | 9 | 10 vectors need a catalog of as many rows, got 9",
                "0 | 4 | 2 | 0 | one vector or more, got 0",
            })
    void what_lucene_cannot_hold_is_refused(int rows, int dimension, int shortDim, int known, String why) {
        Embeddings vectors = StoredCase.gaussian(rows, dimension, 4);
        assertThatThrownBy(() -> LuceneExport.write(folder.resolve("no"), vectors, shortDim, Catalog.of(known)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void a_number_that_is_not_finite_is_named_and_nothing_is_left(@TempDir Path empty) {
        float[] values = StoredCase.gaussian(1500, 4, 5).values();
        values[1200 * 4 + 3] = Float.NaN;
        Embeddings vectors = Embeddings.of(values, 1500, 4);
        assertThatThrownBy(() -> LuceneExport.write(empty.resolve("nan"), vectors, 2, Catalog.of(1500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1200, dim 3 is NaN");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void the_most_dims_that_lucene_takes_and_rows_of_no_length_are_written() throws IOException {
        float[] values = StoredCase.gaussian(3, 1024, 6).values();
        Arrays.fill(values, 1024, 2048, 0);
        LuceneExport.write(folder.resolve("wide"), Embeddings.of(values, 3, 1024), 8, Catalog.of(3));
        ask("wide", searcher -> assertThat(searcher.getIndexReader().numDocs()).isEqualTo(3));
    }

    @Test
    void no_folder_that_holds_something_is_replaced() throws IOException {
        assertThatThrownBy(() -> LuceneExport.write(folder.resolve("few"), few(), SHORT, catalog(500)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("choose another folder");
        Files.createDirectory(folder.resolve("empty"));
        LuceneExport.write(folder.resolve("empty"), few(), SHORT, catalog(500));
        ask("empty", searcher -> assertThat(searcher.getIndexReader().numDocs()).isEqualTo(500));
    }
}
