package matryoshka.train;

import static matryoshka.train.TinyTraining.DIMS;
import static matryoshka.train.TinyTraining.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final Split<TextDataset> SPLIT = TinyTraining.split(TinyTraining.dataset(1));
    private static final MatryoshkaConfig CONFIG =
            MatryoshkaConfig.of(DIMS, SPLIT.train().classes());
    private static final TrainOptions OPTIONS =
            TrainOptions.defaults().withEpochs(8).withBatchSize(8).withRates(1e-3, 1e-2);
    private static final int STEPS = 4; // an epoch

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static MatryoshkaModel<String> model() {
        return MatryoshkaModel.create(TinyBert.encoder(1), CONFIG, ENGINE);
    }

    private static List<EpochReport> reports(double... scores) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new EpochReport(
                        i + 1,
                        "script",
                        List.of(
                                new EpochReport.DimensionLoss(4, 1, scores[i]),
                                new EpochReport.DimensionLoss(8, 1, -scores[i] / 2))))
                .toList();
    }

    @Property(tries = 100, seed = "2")
    void it_is_over_when_as_many_epochs_as_its_patience_have_not_beaten_the_best(
            @ForAll @IntRange(min = 1, max = 4) int patience,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 3) Integer> scores) {
        double[] values = scores.stream().mapToDouble(x -> x).toArray();
        int best = 0;
        for (int i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
        for (EarlyStopping stopping : List.of(EarlyStopping.onMean(patience), EarlyStopping.onDim(4, patience))) {
            assertThat(stopping.best(reports(values)).orElseThrow().epoch()).isEqualTo(best + 1);
            assertThat(stopping.isOver(reports(values))).isEqualTo(values.length - 1 - best >= patience);
        }
        assertThat(EarlyStopping.never().isOver(reports(values))).isFalse();
    }

    @Test
    void only_the_dims_it_watches_count() {
        List<EpochReport> epochs = reports(1, 2, 3, 2);
        assertThat(EarlyStopping.onDim(4, 1).best(epochs).orElseThrow().epoch()).isEqualTo(3);
        assertThat(EarlyStopping.onDim(8, 1).best(epochs).orElseThrow().epoch()).isEqualTo(1);
        assertThat(EarlyStopping.onMean(1).score(epochs.getFirst())).isEqualTo(0.25);
        assertThat(new EarlyStopping(1, List.of(4, 8)).score(epochs.getFirst())).isEqualTo(0.25);
        assertThat(EarlyStopping.onMean(1).best(List.of())).isEmpty();
        assertThat(EarlyStopping.onMean(1).isOver(List.of())).isFalse();
    }

    @Test
    void a_score_that_is_no_number_is_the_worst() {
        assertThat(EarlyStopping.onDim(4, 2)
                        .best(reports(Double.NaN, 0.1, Double.NaN))
                        .orElseThrow()
                        .epoch())
                .isEqualTo(2);
        assertThat(EarlyStopping.onDim(4, 2).isOver(reports(Double.NaN, Double.NaN, 0.1)))
                .isFalse();
    }

    /** Keeps the weights after every epoch, and those at the end before the best ones come back. */
    private static final class Keeper implements TrainingListener {
        final MatryoshkaModel<String> model = model();
        final List<Parameters> epochs = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        Parameters last;

        @Override
        public void validated(EpochReport epoch) {
            epochs.add(model.parameters().copy());
        }

        @Override
        public void finished(TrainingState state) {
            last = model.parameters().copy();
            heard.add("finished " + state.step());
        }

        @Override
        public void ended() {
            heard.add("ended");
        }

        TrainingHistory train(TrainOptions options, double[] smallest, double[] others) {
            return new Trainer(options).fit(model, new ScriptedScores(CONFIG, 0, smallest, others), SPLIT, this);
        }
    }

    private static final double[] FLAT = new double[8];
    private static final double[] BEST_IN_3 = {0.1, 0.2, 0.5, 0.4, 0.5, 0.3, 0.9, 0.9};

    @Test
    void training_ends_after_its_patience_with_the_weights_of_the_best_epoch() {
        Keeper keeper = new Keeper();
        TrainingHistory history = keeper.train(OPTIONS.withStopping(EarlyStopping.onMean(3)), BEST_IN_3, BEST_IN_3);
        assertThat(history.epochs()).hasSize(6);
        assertThat(history.steps()).hasSize(6 * STEPS);
        assertThat(history.interrupted()).isFalse();
        assertSame(keeper.model.parameters(), keeper.epochs.get(2));
        assertSame(keeper.last, keeper.epochs.get(5));
        assertThat(keeper.heard).containsExactly("finished 24", "ended");
    }

    @Test
    void training_that_goes_to_its_end_has_the_best_weights_too() {
        Keeper keeper = new Keeper();
        TrainingHistory history =
                keeper.train(OPTIONS.withEpochs(5).withStopping(EarlyStopping.onMean(4)), BEST_IN_3, BEST_IN_3);
        assertThat(history.epochs()).hasSize(5);
        assertSame(keeper.model.parameters(), keeper.epochs.get(2));
        assertSame(keeper.last, keeper.epochs.get(4));
    }

    @Test
    void without_early_stopping_the_last_weights_stay() {
        Keeper keeper = new Keeper();
        TrainingHistory history = keeper.train(OPTIONS, BEST_IN_3, BEST_IN_3);
        assertThat(history.epochs()).hasSize(8);
        assertSame(keeper.model.parameters(), keeper.epochs.get(7));
    }

    @Test
    void a_dim_watched_alone_decides() {
        Keeper smallest = new Keeper(), full = new Keeper();
        TrainingHistory onSmallest = smallest.train(OPTIONS.withStopping(EarlyStopping.onDim(4, 1)), FLAT, BEST_IN_3);
        TrainingHistory onFull =
                full.train(OPTIONS.withStopping(EarlyStopping.onDim(TinyBert.DIMENSION, 1)), FLAT, BEST_IN_3);
        assertThat(onSmallest.epochs()).hasSize(2);
        assertSame(smallest.model.parameters(), smallest.epochs.getFirst());
        assertThat(onFull.epochs()).hasSize(4);
        assertSame(full.model.parameters(), full.epochs.get(2));
    }

    @Test
    void what_it_watches_must_be_there() {
        Trainer onFive = new Trainer(OPTIONS.withStopping(EarlyStopping.onDim(5, 1)));
        assertThatThrownBy(() -> onFive.fit(model(), SPLIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cannot watch 5 dims", "4,8,16");
        Split<TextDataset> blind = new Split<>(SPLIT.train(), SPLIT.test(), SPLIT.test());
        assertThatThrownBy(() -> new Trainer(OPTIONS.withStopping(EarlyStopping.onMean(1))).fit(model(), blind))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("early stopping needs validation", "hold some of the data out");
    }

    @Test
    void reports_name_the_objective_s_metric() {
        Keeper keeper = new Keeper();
        TrainingHistory history = keeper.train(OPTIONS.withEpochs(2), BEST_IN_3, FLAT);
        assertThat(history.epochs())
                .allSatisfy(epoch -> assertThat(epoch.metric()).isEqualTo("script"));
        assertThat(history.validationTable().doubleColumn("script").asDoubleArray())
                .containsExactly(0.1, 0, 0, 0.2, 0, 0);
    }
}
