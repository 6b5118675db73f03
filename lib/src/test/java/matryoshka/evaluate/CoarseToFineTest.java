package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoarseToFineTest {
    @Property(tries = 60, seed = "5")
    void shares_are_those_of_the_naive_loop(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 8) int classes,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] labels = random.ints(rows, 0, classes).toArray();
        int[] predictions = random.ints(rows, 0, classes).toArray();
        int[] superclasses = random.ints(classes, 0, 3).toArray();
        double right = 0, coarse = 0, wrong = 0, inside = 0;
        for (int i = 0; i < rows; i++) {
            boolean same = superclasses[labels[i]] == superclasses[predictions[i]];
            if (same) coarse++;
            if (labels[i] == predictions[i]) right++;
            else {
                wrong++;
                if (same) inside++;
            }
        }
        assertThat(CoarseToFine.of(labels, predictions, superclasses))
                .isEqualTo(new CoarseToFine(right / rows, coarse / rows, wrong == 0 ? Double.NaN : inside / wrong));
    }

    @Test
    void one_error_stays_inside_its_superclass_and_one_leaves_it() {
        int[] superclasses = {0, 0, 1};
        assertThat(CoarseToFine.of(new int[] {0, 1, 2, 2}, new int[] {0, 0, 2, 1}, superclasses))
                .isEqualTo(new CoarseToFine(0.5, 0.75, 0.5));
    }

    @Test
    void a_class_without_superclass_is_refused() {
        assertThatThrownBy(() -> CoarseToFine.of(new int[] {0, 2}, new int[] {0, 1}, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 1 is class 2 of 2");
    }
}
