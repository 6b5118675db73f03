package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {
    private static final TrainOptions OPTIONS = TrainOptions.defaults();
    private static final Optimization OPTIMIZATION = Optimization.defaults();

    private static void assertRefused(ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void each_with_changes_its_own_option() {
        Optimization optimization = new Optimization(0.1, 0.2, 0.3, 0.4, 6);
        FineTuning fineTuning = new FineTuning(2, false, 0.5);
        EarlyStopping stopping = new EarlyStopping(3, List.of(4));
        assertThat(OPTIONS.withEpochs(9)
                        .withBatchSize(5)
                        .withChunkSize(8)
                        .withOptimization(optimization)
                        .withFineTuning(fineTuning)
                        .withImportance(ImportanceSchedule.UNCERTAINTY)
                        .withStopping(stopping)
                        .withGradientsEvery(10)
                        .withSeed(7))
                .isEqualTo(new TrainOptions(
                        9, 5, 8, optimization, fineTuning, ImportanceSchedule.UNCERTAINTY, stopping, 10, 7));
        assertThat(OPTIONS.withRates(0.1, 0.2)).isEqualTo(OPTIONS.withOptimization(OPTIMIZATION.withRates(0.1, 0.2)));
    }

    @Test
    void each_with_changes_its_own_option_of_optimization_and_fine_tuning() {
        assertThat(OPTIMIZATION
                        .withRates(0.1, 0.2)
                        .withWeightDecay(0.3)
                        .withWarmup(0.4)
                        .withClipNorm(6))
                .isEqualTo(new Optimization(0.1, 0.2, 0.3, 0.4, 6));
        assertThat(FineTuning.all()).isEqualTo(new FineTuning(FineTuning.ALL, true, 1));
        assertThat(FineTuning.all().withFrozenEmbeddings().withLayerDecay(0.5))
                .isEqualTo(new FineTuning(FineTuning.ALL, false, 0.5));
        assertThat(FineTuning.lastLayers(3).withLayerDecay(0.9)).isEqualTo(new FineTuning(3, false, 0.9));
        assertThat(FineTuning.headsOnly()).isEqualTo(new FineTuning(0, false, 1));
    }

    @Test
    void defaults_are_the_whole_model_at_fixed_importance_to_the_last_epoch() {
        assertThat(OPTIONS.fineTuning()).isEqualTo(FineTuning.all());
        assertThat(OPTIONS.importance()).isEqualTo(ImportanceSchedule.FIXED);
        assertThat(OPTIONS.stopping()).isEqualTo(EarlyStopping.never());
        assertThat(EarlyStopping.never().endsEarly()).isFalse();
        assertThat(EarlyStopping.onDim(8, 2)).isEqualTo(new EarlyStopping(2, List.of(8)));
        assertThat(EarlyStopping.onMean(2)).isEqualTo(new EarlyStopping(2, List.of()));
    }

    @Test
    void values_out_of_range_are_refused_by_name() {
        assertRefused(() -> OPTIONS.withEpochs(0), "epochs", "1 or more", "got 0");
        assertRefused(() -> OPTIONS.withBatchSize(-1), "batch size", "1 or more", "got -1");
        assertRefused(() -> OPTIONS.withChunkSize(0), "chunk size", "1 or more", "got 0");
        assertRefused(() -> OPTIONS.withGradientsEvery(-1), "looks at the gradients", "0 or more", "got -1");
        assertRefused(() -> EarlyStopping.onMean(-2), "patience", "0 or more", "got -2");
        assertRefused(() -> FineTuning.lastLayers(-1), "last layers", "0 or more", "got -1");
        for (double wrong : new double[] {0, -0.5, 1.01, Double.NaN})
            assertRefused(() -> FineTuning.all().withLayerDecay(wrong), "layer decay", "(0, 1]", "got " + wrong);
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(() -> OPTIONS.withRates(wrong, 1), "encoder rate", "positive and finite", "got " + wrong);
            assertRefused(() -> OPTIONS.withRates(1, wrong), "head rate", "positive and finite", "got " + wrong);
            assertRefused(() -> OPTIMIZATION.withClipNorm(wrong), "clip norm", "positive and finite", "got " + wrong);
        }
        for (double wrong : new double[] {1, -0.1, Double.NaN}) {
            assertRefused(() -> OPTIMIZATION.withWeightDecay(wrong), "weight decay", "[0, 1)", "got " + wrong);
            assertRefused(() -> OPTIMIZATION.withWarmup(wrong), "warmup", "[0, 1)", "got " + wrong);
        }
    }
}
