package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AdaptiveRetrieverTest {
    @Provide
    Arbitrary<SearchCase> cases() {
        return SearchCase.any(SearchCase.Values.values());
    }

    @Property(tries = 200, seed = "42")
    void a_shortlist_of_all_rows_is_sorted_as_full_search_sorts(@ForAll("cases") SearchCase given) {
        int full = given.database().dimension(), all = given.database().rows();
        Assume.that(full > 1);
        Funnel funnel = Funnel.adaptive(1, all, full);
        AdaptiveRetriever retriever = AdaptiveRetriever.of(given.database(), funnel, BruteForceIndex::of);
        List<SearchResult> found = retriever.searchAll(given.queries(), given.k());
        assertThat(AdaptiveRetriever.of(given.database().normalize(), funnel, BruteForceIndex::of)
                        .searchAll(given.queries(), given.k()))
                .isEqualTo(found);
        List<SearchResult> exact = BruteForceIndex.of(given.database().normalize())
                .searchAll(given.queries().normalize(), given.k());
        for (int q = 0; q < found.size(); q++) {
            assertThat(found.get(q).neighbors()).isEqualTo(exact.get(q).neighbors());
            assertThat(found.get(q).cost()).isEqualTo(funnel.cost(all));
        }
    }

    @Property(tries = 200, seed = "42")
    void each_stage_sorts_what_the_one_before_kept(@ForAll("cases") SearchCase given) {
        int full = given.database().dimension(), rows = given.database().rows();
        Assume.that(full >= 4 && rows >= 20);
        Funnel funnel = Funnel.adaptive(1, 20, 2).then(9, 4);
        AdaptiveRetriever retriever = AdaptiveRetriever.of(given.database(), funnel, KdTreeIndex::of);
        for (int q = 0; q < given.queries().rows(); q++) {
            int query = q;
            List<Integer> list = IntStream.range(0, rows).boxed().toList();
            int[] keeps = {20, 9, 5}, dims = {1, 2, 4};
            for (int stage = 0; stage < 3; stage++) {
                int dim = dims[stage];
                list = list.stream()
                        .sorted(Comparator.comparingDouble((Integer row) -> squared(given, query, row, dim))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(keeps[stage])
                        .toList();
            }
            assertThat(retriever.search(given.queries().row(q), 5).neighbors())
                    .extracting(Neighbor::row)
                    .isEqualTo(list);
        }
    }

    private static double squared(SearchCase given, int query, int row, int dim) {
        float[] q = given.queries().select(query).prefix(dim).normalize().values();
        float[] x = given.database().select(row).prefix(dim).normalize().values();
        return Distances.squared(q, 0, x, 0, dim);
    }

    @Test
    void what_the_funnel_cannot_take_is_refused() {
        Embeddings rows = Embeddings.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThatThrownBy(() -> AdaptiveRetriever.of(rows, Funnel.adaptive(1, 3, 4), BruteForceIndex::of))
                .hasMessageContainingAll("at 4 dims", "have 2");
        assertThatThrownBy(() -> AdaptiveRetriever.of(rows, Funnel.adaptive(1, 4, 2), BruteForceIndex::of))
                .hasMessageContainingAll("takes 4 rows", "has 3");
        AdaptiveRetriever retriever = AdaptiveRetriever.of(rows, Funnel.adaptive(1, 2, 2), BruteForceIndex::of);
        assertThatThrownBy(() -> retriever.search(new float[] {1, 2}, 3)).hasMessageContainingAll("1..2", "got 3");
        assertThatThrownBy(() -> retriever.search(new float[] {1}, 1)).hasMessageContaining("vectors of 2 dims");
        assertThat(retriever.exact()).isFalse();
    }

    @Test
    void vectors_in_memory_are_read_within_their_bounds() {
        VectorStore store = VectorStore.of(Embeddings.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        float[] into = new float[4];
        store.read(2, 1, into);
        assertThat(into).containsExactly(5, 0, 0, 0);
        assertThatThrownBy(() -> store.read(0, 3, into)).hasMessageContainingAll("3 vectors of 2 dims", "row 0 at 3");
        assertThatThrownBy(() -> store.read(3, 1, into)).hasMessageContainingAll("rows 0..2", "row 3 at 1");
    }
}
