package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import matryoshka.NestingDims;
import org.junit.jupiter.api.Test;

class NestedHeadsTest {
    private static NestedHeads.Linear draw(int dim, int classes, SplittableRandom random) {
        float[] weight = new float[dim * classes], bias = new float[classes];
        for (int i = 0; i < weight.length; i++) weight[i] = (float) random.nextGaussian();
        for (int i = 0; i < classes; i++) bias[i] = (float) random.nextGaussian();
        return new NestedHeads.Linear(dim, classes, weight, bias);
    }

    @Test
    void scaled_heads_score_vectors_as_the_heads_score_scaled_vectors() {
        SplittableRandom random = new SplittableRandom(1);
        NestedHeads heads = new NestedHeads(List.of(draw(2, 3, random), draw(5, 3, random)));
        float[] z = {1, -2, 3, -4, 5}, half = {0.5f, -1, 1.5f, -2, 2.5f};
        NestedHeads scaled = heads.scaled(0.5f);
        assertThat(scaled.dims()).isEqualTo(NestingDims.of(2, 5));
        for (int dim : new int[] {2, 4, 5})
            assertThat(scaled.logits(z, 0, dim)).containsExactly(heads.logits(half, 0, dim), within(1e-5f));
    }

    @Test
    void the_top_class_is_the_first_of_the_highest_score() {
        float[] weight = {0, 1, 1, -1}, bias = new float[4];
        NestedHeads heads = new NestedHeads(List.of(new NestedHeads.Linear(1, 4, weight, bias)));
        assertThat(heads.topClass(new float[] {9, 2}, 1, 1)).isEqualTo(1);
        assertThat(heads.topClass(new float[] {-2}, 0, 1)).isEqualTo(3);
        assertThat(heads.topClass(new float[] {0}, 0, 1)).isZero();
        assertThatThrownBy(() -> heads.topClass(new float[] {Float.NaN}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1 dims", "NaN", "earlier checkpoint");
    }
}
