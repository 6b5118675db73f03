package matryoshka.search;

import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HnswIndexTest {
    private static final int DIM = 24;
    private static final int K = 10;

    private static Embeddings rows;
    private static Embeddings queries;
    private static HnswIndex index;
    private static BruteForceIndex exact;

    @BeforeAll
    static void build() {
        rows = gaussian(5000, DIM, 1);
        queries = gaussian(100, DIM, 2);
        index = HnswIndex.of(rows);
        exact = BruteForceIndex.of(rows);
    }

    private static double recall(VectorIndex searched) {
        List<SearchResult> found = searched.searchAll(queries, K), truth = exact.searchAll(queries, K);
        return IntStream.range(0, queries.rows())
                        .mapToLong(q -> found.get(q).neighbors().stream()
                                .filter(truth.get(q).neighbors()::contains) // the distance, too
                                .count())
                        .average()
                        .orElseThrow()
                / K;
    }

    @Test
    void more_breadth_finds_more_and_compares_more() {
        double narrow = recall(index.withBreadth(10)), wide = recall(index), all = recall(index.withBreadth(5000));
        assertThat(narrow).isBetween(0.5, 0.95);
        assertThat(wide).isGreaterThan(narrow + 0.02).isGreaterThan(0.9);
        assertThat(all).isEqualTo(1);
        assertThat(cost(index.withBreadth(10))).isLessThan(cost(index));
        assertThat(cost(index)).isLessThan(rows.rows() / 2);
    }

    private static long cost(VectorIndex searched) {
        return searched.search(queries.row(0), K).cost().distances();
    }

    @Test
    void unit_rows_are_found_by_their_cosines() {
        Embeddings units = rows.normalize();
        HnswIndex unit = HnswIndex.of(units).withBreadth(1000);
        assertThat(unit.normalized()).isTrue();
        for (int row = 0; row < 100; row++)
            assertThat(unit.search(units.row(row), 1).nearest()).isEqualTo(new Neighbor(row, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0005, 0.01, 0.1, 0.5, 1})
    void a_filter_leaves_rows_of_its_own_only(double share) {
        SplittableRandom random = new SplittableRandom(3);
        BitSet among = new BitSet();
        for (int row = 0; row < rows.rows(); row++) if (random.nextDouble() < share) among.set(row);
        long hits = 0, wanted = 0;
        for (int q = 0; q < queries.rows(); q++) {
            List<Neighbor> found = index.search(queries.row(q), K, among).neighbors();
            List<Neighbor> truth = exact.search(queries.row(q), K, among).neighbors();
            assertThat(found).hasSameSizeAs(truth).allMatch(each -> among.get(each.row()));
            hits += found.stream().filter(truth::contains).count();
            wanted += truth.size();
        }
        assertThat((double) hits / wanted).isGreaterThan(0.9);
    }

    @Test
    void the_same_seed_gives_the_same_results_whatever_the_threads() throws Exception {
        List<SearchResult> expected = index.searchAll(queries, K);
        assertThat(HnswIndex.of(rows).searchAll(queries, K)).isEqualTo(expected);
        try (ForkJoinPool pool = new ForkJoinPool(5)) {
            assertThat(pool.submit(() -> index.searchAll(queries, K)).get()).isEqualTo(expected);
        }
    }

    @Test
    void copies_of_one_row_are_all_found() {
        float[] values = new float[300 * DIM];
        for (int row = 0; row < 300; row++) System.arraycopy(rows.row(0), 0, values, row * DIM, DIM);
        HnswIndex copies = HnswIndex.of(Embeddings.of(values, 300, DIM));
        assertThat(copies.search(rows.row(0), 20).neighbors()).hasSize(20).allMatch(each -> each.distance() == 0);
        assertThat(HnswIndex.of(rows.select(7)).search(rows.row(3), 1).nearest().row())
                .isZero();
    }

    @Test
    void what_it_cannot_take_is_refused() {
        Embeddings huge = Embeddings.of(new float[] {1, 2e30f}, 1, 2);
        assertThatThrownBy(() -> HnswIndex.of(huge)).hasMessageContainingAll("row 0 has length 2.0E30", "normalize()");
        assertThatThrownBy(() -> index.search(queries.row(0), 5001)).hasMessageContainingAll("1..5000", "got 5001");
        assertThatThrownBy(() -> index.search(new float[] {1}, 1)).hasMessageContaining("vectors of 24 dims");
        assertThatThrownBy(() -> HnswIndex.of(Embeddings.of(new float[0], 0, 2)))
                .hasMessageContaining("at least one embedding");
        assertThatThrownBy(() -> HnswOptions.defaults().withBreadth(0)).hasMessageContainingAll("breadth", "got 0");
        assertThatThrownBy(() -> HnswOptions.defaults().withBuilding(3)).hasMessageContainingAll("building", "16..");
        assertThat(index.exact()).isFalse();
    }
}
