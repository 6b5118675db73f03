package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {
    private static final TrainOptions OPTIONS = TrainOptions.defaults();

    private static void assertRefused(ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void each_with_changes_its_own_option() {
        assertThat(OPTIONS.withEpochs(9)
                        .withBatchSize(5)
                        .withRates(0.1, 0.2)
                        .withWeightDecay(0.3)
                        .withWarmup(0.4)
                        .withClipNorm(6)
                        .withSeed(7))
                .isEqualTo(new TrainOptions(9, 5, 0.1, 0.2, 0.3, 0.4, 6, 7));
    }

    @Test
    void values_out_of_range_are_refused_by_name() {
        assertRefused(() -> OPTIONS.withEpochs(0), "epochs", "got 0");
        assertRefused(() -> OPTIONS.withBatchSize(-1), "batch size", "got -1");
        assertRefused(() -> OPTIONS.withRates(0, 1), "encoder rate", "got 0.0");
        assertRefused(() -> OPTIONS.withRates(1, Double.NaN), "head rate", "got NaN");
        assertRefused(() -> OPTIONS.withWeightDecay(1), "weight decay", "[0, 1)");
        assertRefused(() -> OPTIONS.withWarmup(1), "warmup", "[0, 1)");
        assertRefused(() -> OPTIONS.withClipNorm(Double.POSITIVE_INFINITY), "clip norm", "finite");
    }
}
