package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IvfIndexTest {
    private static final int DIM = 24;
    private static final int K = 10;
    private static final IvfOptions OPTIONS = new IvfOptions(12, 64, 4, 42);

    private static Embeddings rows;
    private static Embeddings queries;
    private static IvfIndex index;
    private static BruteForceIndex exact;

    @BeforeAll
    static void build() {
        rows = nested(5000, 1);
        queries = nested(100, 2);
        index = IvfIndex.of(rows, OPTIONS);
        exact = BruteForceIndex.of(rows);
    }

    /** Unit rows whose first dims say most, as Matryoshka embeddings' do. */
    private static Embeddings nested(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * DIM];
        for (int i = 0; i < values.length; i++) values[i] = (float) (random.nextGaussian() / (1 + i % DIM));
        return Embeddings.of(values, count, DIM).normalize();
    }

    @Provide
    Arbitrary<SearchCase> cases() {
        return SearchCase.any(SearchCase.Values.values());
    }

    @Property(tries = 300, seed = "42")
    void all_lists_hold_what_the_plain_loop_finds_ties_included(@ForAll("cases") SearchCase given, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int clusterDim = random.nextInt(1, given.database().dimension() + 1), lists = random.nextInt(1, 60);
        IvfIndex all = IvfIndex.of(given.database(), new IvfOptions(clusterDim, lists, lists, seed));
        BitSet among = new BitSet();
        double share = random.nextDouble();
        for (int row = 0; row < all.size(); row++) if (random.nextDouble() < share) among.set(row);
        for (int q = 0; q < given.queries().rows(); q++) {
            float[] query = given.queries().row(q);
            assertThat(all.search(query, given.k()).neighbors()).isEqualTo(given.nearest(q));
            assertThat(all.search(query, given.k(), among).neighbors()).isEqualTo(given.nearest(q, among.stream()));
        }
    }

    @Test
    void more_probes_find_more_and_compare_more() {
        double one = recall(index.withProbes(1)), four = recall(index), many = recall(index.withProbes(20));
        assertThat(one).isBetween(0.2, 0.8);
        assertThat(four).isGreaterThan(one + 0.1);
        assertThat(many).isGreaterThan(four).isGreaterThan(0.95);
        assertThat(recall(index.withProbes(64))).isEqualTo(1);
        assertThat(cost(index.withProbes(1))).isLessThan(cost(index));
        assertThat(cost(index)).isLessThan(rows.rows() / 4);
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

    private static long cost(VectorIndex searched) {
        return searched.search(queries.row(0), K).cost().distances();
    }

    @Test
    void centroids_cost_their_dims_and_rows_all() {
        SearchCost cost = index.withProbes(64).search(queries.row(0), K).cost();
        assertThat(cost).isEqualTo(new SearchCost(64 + 5000, 64 * 12 + 5000 * DIM));
    }

    @Test
    void the_same_seed_gives_the_same_results_whatever_the_threads() throws Exception {
        List<SearchResult> expected = index.searchAll(queries, K);
        for (int threads : new int[] {1, 5})
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                assertThat(pool.submit(() -> IvfIndex.of(rows, OPTIONS).searchAll(queries, K))
                                .get())
                        .isEqualTo(expected);
            }
        IvfOptions other = new IvfOptions(12, 64, 4, 43);
        assertThat(IvfIndex.of(rows, other).searchAll(queries, K)).isNotEqualTo(expected);
    }

    @Test
    void every_row_is_on_one_list_and_the_next_lists_are_read_until_k_rows_are_found() {
        IvfIndex one = index.withProbes(1);
        assertThat(one.search(queries.row(0), 5000).neighbors())
                .isEqualTo(exact.search(queries.row(0), 5000).neighbors());
        SearchResult many = one.search(queries.row(0), 2500);
        assertThat(many.neighbors()).hasSize(2500);
        assertThat(many.cost().distances()).isBetween(2500L, 4000L);
        BitSet few = new BitSet();
        for (int row = 7; row < 5000; row += 500) few.set(row);
        assertThat(one.search(queries.row(0), 10, few)).satisfies(found -> {
            assertThat(found.neighbors())
                    .isEqualTo(exact.search(queries.row(0), 10, few).neighbors());
            assertThat(found.cost().distances()).isEqualTo(2 * 64 + 10);
        });
    }

    @Test
    void a_filter_leaves_rows_of_its_own_only() {
        BitSet among = new BitSet();
        for (int row = 0; row < 5000; row += 3) among.set(row);
        for (int q = 0; q < queries.rows(); q++)
            assertThat(index.search(queries.row(q), K, among).neighbors())
                    .hasSize(K)
                    .allMatch(each -> among.get(each.row()));
    }

    @Test
    void few_rows_make_few_lists() {
        for (int count : new int[] {1, 2, 30}) {
            Embeddings few = rows.select(IntStream.range(0, count).toArray());
            for (IvfIndex made : List.of(IvfIndex.of(few), IvfIndex.of(few, OPTIONS.withProbes(64))))
                assertThat(made.search(queries.row(0), count).neighbors())
                        .isEqualTo(BruteForceIndex.of(few)
                                .search(queries.row(0), count)
                                .neighbors());
        }
    }

    @Test
    void copies_of_few_rows_are_all_found_lower_rows_first() {
        int[] copies = Collections.nCopies(150, List.of(3, 8)).stream()
                .flatMap(List::stream)
                .mapToInt(row -> row)
                .toArray();
        IvfIndex made = IvfIndex.of(rows.select(copies), OPTIONS);
        assertThat(made.search(rows.row(8), 150).neighbors())
                .isEqualTo(IntStream.range(0, 150)
                        .mapToObj(i -> new Neighbor(2 * i + 1, 0))
                        .toList());
        assertThat(IvfIndex.of(Embeddings.of(new float[300], 100, 3), new IvfOptions(2, 5, 2, 1))
                        .search(new float[3], 2)
                        .neighbors())
                .containsExactly(new Neighbor(0, 0), new Neighbor(1, 0));
    }

    @Test
    void all_that_other_probes_share_is_counted_once_and_small() {
        assertThat(index.exact()).isFalse();
        assertThat(index.normalized()).isTrue();
        assertThat(index.withProbes(9).options()).isEqualTo(OPTIONS.withProbes(9));
        long vectors = 4L * 5000 * DIM, perRow = 4L * 5000;
        assertThat(index.bytes()).isBetween(vectors + perRow, vectors + perRow + 2 * 4 * 64 * DIM);
    }

    @Test
    void defaults_grow_with_the_rows() {
        assertThat(IvfOptions.forRows(1, 3)).isEqualTo(new IvfOptions(3, 1, 1, 42));
        assertThat(IvfOptions.forRows(1000, 64)).isEqualTo(new IvfOptions(64, 25, 2, 42));
        assertThat(IvfOptions.forRows(1_000_000, 768)).isEqualTo(new IvfOptions(64, 4000, 200, 42));
        assertThat(IvfOptions.forRows(Integer.MAX_VALUE, 1).lists()).isEqualTo(10_000);
    }

    @Test
    void what_it_cannot_take_is_refused() {
        assertRefused(() -> new IvfOptions(0, 8, 1, 1), "clusterDim must lie in 1..", "got 0", "choose 64");
        assertRefused(() -> new IvfOptions(8, 0, 1, 1), "lists must lie in 1..10000", "got 0", "4·√N");
        assertRefused(() -> new IvfOptions(8, 10_001, 1, 1), "lists must lie in 1..10000", "got 10001");
        assertRefused(() -> index.withProbes(65), "probes must lie in 1..64", "got 65", "or all");
        assertRefused(() -> index.withProbes(0), "probes must lie in 1..64", "got 0");
        assertRefused(() -> IvfIndex.of(rows, new IvfOptions(25, 8, 1, 1)), "1..24", "got 25", "choose fewer");
        assertRefused(() -> IvfIndex.of(Embeddings.of(new float[0], 0, 2)), "at least one embedding");
        assertRefused(() -> IvfIndex.of(Embeddings.of(new float[] {1, Float.NaN}, 1, 2)), "row 0, dim 1 is NaN");
        assertRefused(() -> IvfIndex.of(rows.prefix(8)), "cut to 8 dims", "after truncate");
        assertRefused(() -> index.search(queries.row(0), 5001), "1..5000", "got 5001");
        assertRefused(() -> index.search(new float[] {1}, 1), "vectors of 24 dims", "has 1");
    }

    private static void assertRefused(ThrowingCallable action, String... parts) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }
}
