package matryoshka.search;

import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import org.junit.jupiter.api.Test;

class KdTreeIndexTest {
    @Test
    void skips_most_rows_at_two_dims() {
        SplittableRandom random = new SplittableRandom(42);
        float[] values = new float[2 * 4096];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble();
        KdTreeIndex tree = KdTreeIndex.of(Embeddings.of(values, 4096, 2));

        assertThat(tree.search(new float[] {0.4f, 0.7f}, 3).cost().distances()).isLessThan(400);
    }

    @Test
    void a_thousand_copies_of_one_row_come_in_the_order_of_rows() {
        KdTreeIndex tree = KdTreeIndex.of(Embeddings.of(new float[3000], 1000, 3));

        assertThat(tree.search(new float[3], 1000).neighbors())
                .extracting(Neighbor::row)
                .isSorted()
                .hasSize(1000);
    }

    @Test
    void where_the_tree_skips_too_little_all_rows_are_compared() {
        Embeddings many = gaussian(4096, 40, 1), few = gaussian(4096, 3, 1);
        KdTreeIndex index = KdTreeIndex.of(many);
        assertThat(index.comparesAll()).isTrue();
        assertThat(KdTreeIndex.of(few).comparesAll()).isFalse();
        Embeddings queries = gaussian(20, 40, 2);
        assertThat(index.searchAll(queries, 5))
                .isEqualTo(BruteForceIndex.of(many).searchAll(queries, 5));
        assertThat(index.search(queries.row(0), 5).cost().distances()).isEqualTo(4096);
    }

    @Test
    void more_leaves_find_more_and_all_leaves_everything() {
        Embeddings rows = gaussian(5000, 6, 3), queries = gaussian(50, 6, 4);
        KdTreeIndex tree = KdTreeIndex.of(rows);
        List<SearchResult> truth = tree.searchAll(queries, 10);
        double before = 0;
        for (int leaves : new int[] {1, 4, 16, 64}) {
            KdTreeIndex some = tree.withLeaves(leaves);
            assertThat(some.exact()).isFalse();
            List<SearchResult> found = some.searchAll(queries, 10);
            double recall = IntStream.range(0, 50)
                            .mapToLong(q -> found.get(q).neighbors().stream()
                                    .filter(truth.get(q).neighbors()::contains)
                                    .count())
                            .sum()
                    / 500.0;
            assertThat(recall).isGreaterThan(before);
            assertThat(found.get(0).cost().distances()).isLessThan(leaves * 64L + 64);
            before = recall;
        }
        assertThat(before).isGreaterThan(0.98);
        for (int q = 0; q < 50; q++)
            assertThat(tree.withLeaves(5000).search(queries.row(q), 10).neighbors())
                    .isEqualTo(truth.get(q).neighbors());
        assertThat(tree.withLeaves(1).search(queries.row(0), 100).neighbors()).hasSize(100); // of leaves of 32
        assertThatThrownBy(() -> tree.withLeaves(0)).hasMessageContaining("got 0");
    }
}
