package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassAccuracyTest {
    private static final double ROUNDING = 1e-12;

    static Stream<JsonNode> cases() throws IOException {
        return Fixtures.cases("classification.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void confusion_accuracies_and_macro_f1_are_those_of_scikit_learn(JsonNode given) {
        int classes = given.get("classes").intValue();
        ClassAccuracy scored =
                ClassAccuracy.of(Fixtures.ints(given.get("labels")), Fixtures.ints(given.get("predictions")), classes);
        for (int c = 0; c < classes; c++) {
            assertThat(scored.confusion()[c])
                    .isEqualTo(Fixtures.ints(given.get("confusion").get(c)));
            JsonNode accuracy = given.get("accuracy").get(c);
            if (accuracy.isNull()) assertThat(scored.accuracy(c)).isNaN();
            else assertThat(scored.accuracy(c)).isEqualTo(accuracy.doubleValue(), within(ROUNDING));
        }
        assertThat(scored.macroF1()).isEqualTo(given.get("macroF1").doubleValue(), within(ROUNDING));
    }

    @Property(tries = 50, seed = "4")
    void overall_accuracy_is_that_of_the_naive_loop(@ForAll long seed) {
        Random random = new Random(seed);
        int[] labels = random.ints(10, 0, 4).toArray();
        int[] predictions = random.ints(10, 0, 4).toArray();
        int right = 0;
        for (int i = 0; i < 10; i++) if (labels[i] == predictions[i]) right++;
        assertThat(ClassAccuracy.of(labels, predictions, 4).overall()).isEqualTo(right / 10.0);
    }

    @Test
    void the_mean_of_some_classes_leaves_out_those_without_rows() {
        ClassAccuracy scored = ClassAccuracy.of(new int[] {0, 0, 1, 3}, new int[] {0, 1, 1, 2}, 4);
        assertThat(scored.accuracies()).containsExactly(0.5, 1, Double.NaN, 0);
        assertThat(scored.meanOf(0, 1)).isEqualTo(0.75);
        assertThat(scored.meanOf(1, 2, 3)).isEqualTo(0.5);
        assertThat(scored.meanOf(2)).isNaN();
        assertThat(scored.support(0)).isEqualTo(2);
    }

    @Test
    void the_confusion_matrix_is_a_copy() {
        ClassAccuracy scored = ClassAccuracy.of(new int[] {0}, new int[] {0}, 2);
        scored.confusion()[0][0] = 7;
        assertThat(scored.confusion()[0][0]).isEqualTo(1);
    }

    @Test
    void ids_beyond_the_classes_and_unequal_counts_are_refused() {
        assertThatThrownBy(() -> ClassAccuracy.of(new int[] {0, 2}, new int[] {0, 1}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("label 1 is class 2 of 2", "from 0 to 1");
        assertThatThrownBy(() -> ClassAccuracy.of(new int[] {0}, new int[] {-1}, 2))
                .hasMessageContaining("prediction 0 is class -1");
        assertThatThrownBy(() -> ClassAccuracy.of(new int[] {0}, new int[] {0, 1}, 2))
                .hasMessageContaining("2 predictions and 1 labels");
        assertThatThrownBy(() -> ClassAccuracy.of(new int[0], new int[0], 2)).hasMessageContaining("at least one");
    }
}
