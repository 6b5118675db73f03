package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import matryoshka.Embeddings;
import org.junit.jupiter.api.Test;

class ClassMeansTest {
    /** Class 4 points along the first axis, class 7 half way to the second, class 9 against class 4. */
    private static final Embeddings EXAMPLES =
            Embeddings.of(new float[] {2, 0, 5, 0, 0.1f, 0, 0, 3, -7, 0}, 5, 2).withLabels(4, 4, 7, 7, 9);

    @Test
    void cosines_are_of_the_directions_of_classes_that_have_examples_whatever_their_lengths() {
        ClassMeans means = new ClassMeans(EXAMPLES);
        assertThat(means.classes()).containsExactly(4, 7, 9);
        double[][] cosines = means.cosines();
        double half = Math.sqrt(0.5);
        double[][] expected = {{1, half, -1}, {half, 1, -half}, {-1, -half, 1}};
        for (int a = 0; a < 3; a++) assertThat(cosines[a]).containsExactly(expected[a], within(1e-7));
    }

    @Test
    void examples_that_cancel_out_are_at_a_right_angle_to_everything() {
        Embeddings opposed =
                Embeddings.of(new float[] {1, 0, -1, 0, 0, 2}, 3, 2).withLabels(0, 0, 1);
        assertThat(new ClassMeans(opposed).cosines()[0]).containsExactly(0, 0);
    }

    @Test
    void examples_without_labels_are_refused() {
        assertThatThrownBy(() -> new ClassMeans(Embeddings.of(new float[] {1, 2}, 1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withLabels");
    }
}
