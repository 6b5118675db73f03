package matryoshka.train;

import static matryoshka.train.TinyTraining.DIMS;
import static matryoshka.train.TinyTraining.assertSame;
import static matryoshka.train.TinyTraining.dataset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainerTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final TrainOptions OPTIONS = TrainOptions.defaults()
            .withEpochs(2)
            .withBatchSize(8)
            .withRates(1e-3, 1e-2)
            .withSeed(1);
    private static final TextDataset DATA = dataset(1);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Split<TextDataset> split() {
        return TinyTraining.split(DATA);
    }

    private static Split<TextDataset> withoutValidation() {
        Split<TextDataset> split = split();
        return new Split<>(split.train(), split.test(), split.test());
    }

    private static MatryoshkaModel<String> model(Head head) {
        MatryoshkaConfig config = head == Head.FIXED_FEATURE
                ? MatryoshkaConfig.fixedFeature(TinyBert.DIMENSION, DATA.classes())
                : MatryoshkaConfig.of(DIMS, DATA.classes()).withHead(head);
        return MatryoshkaModel.create(TinyBert.encoder(1), config, ENGINE);
    }

    private static void assertAllFinite(Parameters parameters) {
        parameters.forEach((name, array) ->
                assertThat(array.sumNumber().doubleValue()).as(name).isFinite());
    }

    @ParameterizedTest
    @EnumSource(value = Head.class, mode = Mode.EXCLUDE, names = "NONE")
    void one_batch_is_learnt_by_heart(Head head) {
        TextDataset batch = DATA.select(IntStream.range(0, 8).toArray());
        MatryoshkaModel<String> model = model(head);
        TrainOptions options = OPTIONS.withEpochs(80).withRates(5e-3, 5e-2);

        TrainingHistory history = new Trainer(options).fit(model, new Split<>(batch, batch, DATA.select()));

        assertThat(history.steps()).hasSize(80);
        assertThat(history.steps().getLast().loss())
                .isLessThan(history.steps().getFirst().loss() / 2);
        assertThat(history.epochs().getLast().validation())
                .hasSize(model.config().dims().size())
                .allSatisfy(at -> assertThat(at.score()).isEqualTo(1));
    }

    @Test
    void the_same_seed_gives_the_same_weights_and_another_seed_others() {
        MatryoshkaModel<String> first = model(Head.MRL), second = model(Head.MRL), third = model(Head.MRL);
        TrainingHistory history = new Trainer(OPTIONS).fit(first, split());
        assertThat(new Trainer(OPTIONS).fit(second, split())).isEqualTo(history);
        new Trainer(OPTIONS.withSeed(2)).fit(third, split());

        assertSame(second.parameters(), first.parameters());
        first.parameters()
                .forEach((name, array) ->
                        assertThat(third.parameters().get(name)).as(name).isNotEqualTo(array));
    }

    @Test
    void the_total_loss_is_the_weighted_sum_over_the_dims() {
        MatryoshkaModel<String> model = MatryoshkaModel.create(
                TinyBert.encoder(1),
                MatryoshkaConfig.of(DIMS, DATA.classes()).withRelativeImportance(0.5, 2, 3),
                ENGINE);
        for (StepReport step : new Trainer(OPTIONS).fit(model, split()).steps()) {
            double sum = 0.5 * step.lossByDim().get(4)
                    + 2 * step.lossByDim().get(8)
                    + 3 * step.lossByDim().get(TinyBert.DIMENSION);
            assertThat(step.loss()).isCloseTo(sum, within(1e-4));
        }
    }

    @Test
    void a_poisoned_weight_stops_training_with_the_last_good_weights() {
        MatryoshkaModel<String> model = model(Head.MRL);
        Parameters[] atEpochStart = {model.parameters().copy()};
        TrainingListener poison = new TrainingListener() {
            @Override
            public void stepped(StepReport step) {
                if (step.step() == 6) weight(model).putScalar(0, Float.NaN);
            }

            @Override
            public void validated(EpochReport epoch) {
                atEpochStart[0] = model.parameters().copy();
            }
        };

        TrainingDivergedException e = catchThrowableOfType(
                TrainingDivergedException.class, () -> new Trainer(OPTIONS).fit(model, split(), poison));

        assertThat(e).hasMessageContainingAll("step 7", "NaN", "learning rate", "smaller", "warmup");
        assertSame(model.parameters(), atEpochStart[0]); // that of the second epoch, of 4 steps each
    }

    @Test
    void weights_broken_by_the_last_step_of_an_epoch_are_noticed_and_not_kept() {
        for (Split<TextDataset> split : List.of(split(), withoutValidation())) {
            MatryoshkaModel<String> model = model(Head.MRL);
            Parameters start = model.parameters().copy();
            TrainingListener poison = new TrainingListener() {
                @Override
                public void stepped(StepReport step) {
                    if (step.step() == 4) weight(model).putScalar(0, Float.POSITIVE_INFINITY);
                }
            };
            assertThatThrownBy(() -> new Trainer(OPTIONS).fit(model, split, poison))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageContainingAll("step 4", "norm of all weights Infinity");
            assertSame(model.parameters(), start);
        }
    }

    private static INDArray weight(MatryoshkaModel<?> model) {
        return model.parameters().get("encoder.layer.0.output.dense.weight");
    }

    @Test
    void an_absurd_rate_ends_in_an_error_that_says_so() {
        MatryoshkaModel<String> model = model(Head.MRL);
        TrainOptions absurd = OPTIONS.withEpochs(20).withRates(1e30, 1e30);
        assertThatThrownBy(() -> new Trainer(absurd).fit(model, split()))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("e+29");
        assertAllFinite(model.parameters());
    }

    @Test
    void an_interrupt_ends_training_after_the_step_with_a_usable_model() {
        MatryoshkaModel<String> model = model(Head.MRL);
        List<String> heard = new ArrayList<>();
        TrainingListener interrupt = new TrainingListener() {
            @Override
            public void stepped(StepReport step) {
                if (step.step() == 3) Thread.currentThread().interrupt();
            }

            @Override
            public void ended() {
                heard.add("ended");
            }
        };

        TrainingHistory history = new Trainer(OPTIONS).fit(model, split(), interrupt);

        assertThat(history.interrupted()).isTrue();
        assertThat(history.steps()).hasSize(3);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(heard).containsExactly("ended");
        assertAllFinite(model.parameters());
        assertThat(model.embed(split().validation()).values()).doesNotContain(Float.NaN);
    }

    /** Writes down what it hears. */
    private record Scribe(List<String> heard, int failAt) implements TrainingListener {
        @Override
        public void started(int steps, int batchSize) {
            heard.add("started " + steps + " x " + batchSize);
        }

        @Override
        public void stepped(StepReport step) {
            heard.add(step.epoch() + ":" + step.step() + "/" + step.steps() + " x " + step.items());
            if (step.step() == failAt) throw new IllegalStateException("listener's own");
        }

        @Override
        public void validated(EpochReport epoch) {
            heard.add("validated " + epoch.epoch());
        }

        @Override
        public void finished(TrainingState last) {
            heard.add("finished " + last.step());
        }

        @Override
        public void ended() {
            heard.add("ended");
        }
    }

    @Test
    void listeners_hear_everything_in_order() {
        List<String> heard = new ArrayList<>();
        TrainOptions options = OPTIONS.withBatchSize(20);
        TrainingHistory history = new Trainer(options).fit(model(Head.MRL), split(), new Scribe(heard, 0));

        assertThat(heard).hasSize(9).startsWith("started 4 x 20").endsWith("validated 2", "finished 4", "ended");
        assertThat(heard.get(3)).isEqualTo("validated 1");
        assertThat(heard.subList(1, 3)).anyMatch(s -> s.endsWith("x 20")).anyMatch(s -> s.endsWith("x 12"));
        assertThat(heard.get(5)).startsWith("2:4/4");
        assertThat(history.interrupted()).isFalse();
        assertThat(history.toTable().rowCount()).isEqualTo(4 * DIMS.size());
        assertThat(history.validationTable().rowCount()).isEqualTo(2 * DIMS.size());
    }

    @Test
    void the_end_is_heard_after_an_error_too() {
        List<String> heard = new ArrayList<>();
        assertThatThrownBy(() -> new Trainer(OPTIONS).fit(model(Head.MRL), split(), new Scribe(heard, 2)))
                .hasMessage("listener's own");
        assertThat(heard).hasSize(4).endsWith("ended");
    }

    @ParameterizedTest
    @EnumSource(value = Head.class, mode = Mode.EXCLUDE, names = "NONE")
    void validation_finds_the_accuracy_that_evaluation_finds(Head head) {
        MatryoshkaModel<String> model = model(head);
        EpochReport last = new Trainer(OPTIONS).fit(model, split()).epochs().getLast();
        Embeddings validation = model.embed(split().validation());

        DimensionReport report = DimensionEvaluator.evaluate(
                "same", model.heads(), validation, validation, model.config().dims());
        assertThat(last.validation()).hasSize(model.config().dims().size());
        for (EpochReport.DimensionLoss at : last.validation()) {
            assertThat(at.score()).isEqualTo(report.at(at.dim()).top1());
            assertThat(at.loss()).isPositive();
        }
    }

    @Test
    void a_split_of_other_classes_or_of_nothing_is_refused() {
        MatryoshkaModel<String> other =
                MatryoshkaModel.create(TinyBert.encoder(1), MatryoshkaConfig.of(DIMS, List.of("x", "y", "z")), ENGINE);
        assertThatThrownBy(() -> new Trainer(OPTIONS).fit(other, split()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("other classes", "class0", "[x, y, z]");
        Split<TextDataset> nothing = new Split<>(DATA.select(), DATA, DATA);
        assertThatThrownBy(() -> new Trainer(OPTIONS).fit(model(Head.MRL), nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training part is empty");
    }

    @Test
    void both_engines_train_to_the_same_weights_but_for_rounding() {
        MatryoshkaModel<String> fast = model(Head.MRL);
        TrainOptions oneEpoch = OPTIONS.withEpochs(1);
        new Trainer(oneEpoch).fit(fast, split());
        try (Engine plain = Engine.plain()) {
            MatryoshkaModel<String> reference =
                    MatryoshkaModel.create(TinyBert.encoder(1), MatryoshkaConfig.of(DIMS, DATA.classes()), plain);
            new Trainer(oneEpoch).fit(reference, split());
            Embeddings z = fast.embed(split().validation()), expected = reference.embed(split().validation());
            for (int i = 0; i < z.values().length; i++)
                assertThat(z.values()[i]).isCloseTo(expected.values()[i], within(1e-2f));
        }
    }
}
