package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
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
}
