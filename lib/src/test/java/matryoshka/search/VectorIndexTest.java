package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import matryoshka.Embeddings;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;

/** What every index owes its users, whatever its kind. */
class VectorIndexTest {
    enum Kind {
        BRUTE_FORCE(BruteForceIndex::of),
        KD_TREE(KdTreeIndex::of);

        private final Function<Embeddings, VectorIndex> factory;

        Kind(Function<Embeddings, VectorIndex> factory) {
            this.factory = factory;
        }
    }

    @Provide
    Arbitrary<SearchCase> cases() {
        return SearchCase.any(SearchCase.Values.values());
    }

    @Property(tries = 400, seed = "42")
    void finds_what_the_plain_loop_finds_ties_included(@ForAll Kind kind, @ForAll("cases") SearchCase given) {
        VectorIndex index = kind.factory.apply(given.database());
        assertThat(index.size()).isEqualTo(given.database().rows());
        assertThat(index.dimension()).isEqualTo(given.database().dimension());
        assertThat(index.exact()).isTrue();
        for (int q = 0; q < given.queries().rows(); q++) {
            SearchResult result = index.search(given.queries().row(q), given.k());
            assertThat(result.neighbors()).isEqualTo(given.nearest(q));
            assertThat(result.cost().distances()).isBetween((long) given.k(), 2L * index.size());
        }
    }

    @Property(tries = 300, seed = "42")
    void a_filter_leaves_the_nearest_of_the_rest(
            @ForAll Kind kind, @ForAll("cases") SearchCase given, @ForAll long seed) {
        VectorIndex index = kind.factory.apply(given.database());
        SplittableRandom random = new SplittableRandom(seed);
        double share = random.nextDouble();
        BitSet among = new BitSet();
        for (int row = 0; row < index.size(); row++) if (random.nextDouble() < share) among.set(row);
        for (int q = 0; q < given.queries().rows(); q++)
            assertThat(index.search(given.queries().row(q), given.k(), among).neighbors())
                    .isEqualTo(given.nearest(q, among.stream()));
    }

    @Property(tries = 300, seed = "42")
    void all_queries_at_once_find_what_they_find_one_by_one(@ForAll Kind kind, @ForAll("cases") SearchCase given) {
        VectorIndex index = kind.factory.apply(given.database());
        List<SearchResult> results = index.searchAll(given.queries(), given.k());
        assertThat(results).hasSize(given.queries().rows());
        for (int q = 0; q < results.size(); q++)
            assertThat(results.get(q)).isEqualTo(index.search(given.queries().row(q), given.k()));
    }

    @Property(tries = 40, seed = "42")
    void the_number_of_threads_changes_nothing(@ForAll Kind kind, @ForAll("cases") SearchCase given) throws Exception {
        VectorIndex index = kind.factory.apply(given.database());
        List<SearchResult> expected = index.searchAll(given.queries(), given.k());
        for (int threads : new int[] {1, 5})
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                assertThat(pool.submit(() -> index.searchAll(given.queries(), given.k()))
                                .get())
                        .isEqualTo(expected);
            }
    }

    @Property
    void a_row_is_at_distance_zero_of_itself(@ForAll Kind kind) {
        Embeddings database = Embeddings.of(new float[] {0.1f, 0.2f, 1e6f, 0.3f, -1, -2}, 3, 2);
        for (int row = 0; row < 3; row++)
            assertThat(kind.factory.apply(database).search(database.row(row), 1).nearest())
                    .isEqualTo(new Neighbor(row, 0));
    }

    @Property
    void bad_input_is_refused_with_the_rule(@ForAll Kind kind) {
        VectorIndex index = kind.factory.apply(Embeddings.of(new float[] {1, 2, 3, 4}, 2, 2));
        float[] query = {1, 2};
        assertRefused(() -> index.search(query, 0), "k must lie in 1..2", "got 0");
        assertRefused(() -> index.search(query, 3), "holds 2 vectors", "got 3");
        assertRefused(() -> index.searchAll(Embeddings.of(query, 1, 2), 3), "holds 2 vectors", "got 3");
        assertRefused(() -> index.search(new float[] {1}, 1), "vectors of 2 dims", "has 1");
        assertRefused(() -> index.search(new float[0], 1), "vectors of 2 dims", "has 0");
        assertRefused(() -> index.searchAll(Embeddings.of(query, 2, 1), 1), "vectors of 2 dims", "has 1");
        assertRefused(() -> index.search(new float[] {1, Float.NaN}, 1), "query row 0, dim 1 is NaN");
        assertRefused(
                () -> index.searchAll(Embeddings.of(new float[] {1, 2, Float.NEGATIVE_INFINITY, 0}, 2, 2), 1),
                "query row 1, dim 0 is -Infinity");
        assertRefused(
                () -> kind.factory.apply(Embeddings.of(new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 2, 2)),
                "database row 1, dim 1 is Infinity");
        assertRefused(() -> kind.factory.apply(Embeddings.of(new float[0], 0, 2)), "at least one embedding");
        BitSet foreign = new BitSet();
        foreign.set(2);
        assertRefused(() -> index.search(query, 1, foreign), "rows 0..1", "asks for row 2");
        assertThat(index.search(query, 1, new BitSet()).neighbors()).isEmpty();
    }

    @Property(tries = 200, seed = "42")
    void distances_between_unit_rows_follow_their_cosines(@ForAll Kind kind, @ForAll("plain") SearchCase given) {
        Embeddings units = given.database().normalize(), asked = given.queries().normalize();
        VectorIndex index = kind.factory.apply(units);
        assertThat(index.normalized()).isTrue();
        SearchCase normalised = new SearchCase(units, asked, given.k());
        List<SearchResult> results = index.searchAll(asked, given.k());
        for (int q = 0; q < asked.rows(); q++) {
            assertThat(results.get(q).neighbors()).isEqualTo(normalised.nearest(q));
            for (Neighbor each : results.get(q).neighbors())
                assertThat(1 - each.distance() * each.distance() / 2)
                        .isCloseTo((float) cosine(given, q, each.row()), Offset.offset(1e-5f));
        }
    }

    @Provide
    Arbitrary<SearchCase> plain() {
        return SearchCase.any(SearchCase.Values.GAUSSIAN);
    }

    private static double cosine(SearchCase given, int query, int row) {
        double dot = 0, queries = 0, rows = 0;
        for (int i = 0; i < given.database().dimension(); i++) {
            double q = given.queries().row(query)[i], x = given.database().row(row)[i];
            dot += q * x;
            queries += q * q;
            rows += x * x;
        }
        return dot / Math.sqrt(queries * rows);
    }

    @Property
    void rows_and_queries_are_both_of_unit_length_or_neither(@ForAll Kind kind) {
        Embeddings rows = Embeddings.of(new float[] {3, 4, 0, 0, 0, 2}, 2, 3);
        VectorIndex raw = kind.factory.apply(rows), unit = kind.factory.apply(rows.normalize());
        assertRefused(() -> raw.searchAll(rows.normalize(), 1), "queries are normalised", "rows of the index are not");
        assertRefused(() -> unit.searchAll(rows, 1), "of unit length", "length 5.0", "normalize()");
        assertRefused(() -> unit.search(new float[] {0.6f, 0, 0}, 1), "of unit length", "length 0.6", "normalize()");

        float[] sameDirection = {0.6f, 0.8f, 0}, none = {0, 0, 0};
        assertThat(unit.search(sameDirection, 1).nearest()).isEqualTo(new Neighbor(0, 0));
        assertThat(unit.searchAll(Embeddings.of(sameDirection, 1, 3), 1)).hasSize(1); // units by their values
        assertThat(unit.search(none, 2).neighbors()).hasSize(2); // has no direction
    }

    @Property
    void rows_cut_after_they_were_normalised_are_refused(@ForAll Kind kind) {
        Embeddings units = Embeddings.of(new float[] {3, 4, 0, 0, 0, 2}, 2, 3).normalize();
        assertRefused(() -> kind.factory.apply(units.truncate(2)), "database", "cut to 2 dims", "after truncate");
        VectorIndex index = kind.factory.apply(units.truncate(2).normalize());
        assertRefused(() -> index.searchAll(units.truncate(2), 1), "query", "cut to 2 dims", "after truncate");
        assertThat(index.searchAll(units.truncate(2).normalize(), 1)).hasSize(2);
    }

    @Property
    void no_query_gives_no_result(@ForAll Kind kind) {
        VectorIndex index = kind.factory.apply(Embeddings.of(new float[] {1, 2}, 1, 2));
        assertThat(index.searchAll(Embeddings.of(new float[0], 0, 2), 1)).isEmpty();
    }

    private static void assertRefused(ThrowingCallable action, String... parts) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }
}
