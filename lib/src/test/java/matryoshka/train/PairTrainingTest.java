package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import matryoshka.bert.TinyBert;
import matryoshka.data.GradedPairs;
import matryoshka.data.Split;
import matryoshka.data.TextPairs;
import matryoshka.data.TrainingData;
import matryoshka.engine.Engine;
import matryoshka.model.CoSent;
import matryoshka.model.CosineRegression;
import matryoshka.model.InfoNce;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.TinyPairs;
import matryoshka.model.TinyTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings of embeddings, and validation by any objective. */
class PairTrainingTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final TrainOptions OPTIONS =
            TrainOptions.defaults().withEpochs(2).withBatchSize(8).withRates(1e-3, 1e-2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static MatryoshkaModel<String> embedder(Engine engine) {
        return MatryoshkaModel.create(TinyBert.encoder(1), MatryoshkaConfig.embedding(TinyTraining.DIMS), engine);
    }

    /** Six different texts a side. */
    private static Stream<TinyTask<?>> byDefault() {
        TextPairs pairs = TinyPairs.pairs(9, 1).select(0, 1, 2, 5, 6, 7);
        GradedPairs graded = GradedPairs.of(pairs, 0, 0.25, 0.5, 0.5, 0.75, 1);
        MatryoshkaConfig config = MatryoshkaConfig.embedding(TinyTraining.DIMS);
        return Stream.of(
                new TinyTask<>("InfoNCE", config, new InfoNce(), pairs),
                new TinyTask<>("CoSENT", config, new CoSent(), graded),
                new TinyTask<>("cosine regression", config, new CosineRegression(), graded));
    }

    @ParameterizedTest
    @MethodSource("byDefault")
    <D extends TrainingData<String>> void one_batch_is_learnt_by_heart(TinyTask<D> task) {
        MatryoshkaModel<String> model = task.model(0.1, ENGINE);
        TrainOptions options = OPTIONS.withEpochs(150).withRates(3e-3, 1);
        TrainingHistory history =
                new Trainer(options).fit(model, task.objective(), new Split<>(task.data(), task.data(), task.data()));
        List<StepReport> steps = history.steps();
        assertThat(steps)
                .hasSize(150)
                .allSatisfy(
                        step -> assertThat(step.items()).isEqualTo(task.data().size()));
        steps.getFirst()
                .lossByDim()
                .forEach((dim, loss) -> assertThat(steps.getLast().lossByDim().get(dim))
                        .as("at %d", dim)
                        .isLessThan(loss / 2));
        assertThat(history.epochs().getLast().validation())
                .hasSize(3)
                .allSatisfy(at -> assertThat(at.score()).isGreaterThan(0.95));
    }

    /** 9 pairs by 4: the last one is alone in its batch, in training and in validation. */
    @Test
    void a_pair_may_be_left_over() {
        TextPairs pairs = TinyPairs.pairs(9, 1);
        MatryoshkaModel<String> model = embedder(ENGINE);
        TrainingHistory history = new Trainer(OPTIONS.withBatchSize(4))
                .fit(model, new InfoNce(), new Split<>(pairs, pairs, pairs.select()));
        assertThat(history.steps()).hasSize(6);
        List<StepReport> alone =
                history.steps().stream().filter(step -> step.items() == 1).toList();
        assertThat(alone).hasSize(2).allSatisfy(step -> {
            assertThat(step.loss()).isCloseTo(0, within(1e-6)); // there is nothing to tell it from
            assertThat(step.gradientNorm()).isCloseTo(0, within(1e-4));
        });
    }

    @Test
    void both_engines_train_to_the_same_embeddings_but_for_rounding() {
        Split<TextPairs> pairs = TinyPairs.split(TinyPairs.pairs(24, 1), 16);
        MatryoshkaModel<String> fast = embedder(ENGINE);
        new Trainer(OPTIONS).fit(fast, new InfoNce(), pairs);
        try (Engine plain = Engine.plain()) {
            MatryoshkaModel<String> reference = embedder(plain);
            new Trainer(OPTIONS).fit(reference, new InfoNce(), pairs);
            List<String> texts = pairs.validation().firsts();
            float[] z = fast.embed(texts).values(),
                    expected = reference.embed(texts).values();
            for (int i = 0; i < z.length; i++) assertThat(z[i]).isCloseTo(expected[i], within(1e-2f));
        }
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    <D extends TrainingData<String>> void validation_has_the_loss_of_training_on_batches_of_its_size(TinyTask<D> task) {
        MatryoshkaModel<String> model = task.model(0, ENGINE);
        TrainingStep<String, D> step = new TrainingStep<String, D>(model, task.objective(), OPTIONS);
        int[] items = task.items();
        for (int size : new int[] {4, items.length, 100}) {
            Map<Integer, Double> expected = new TreeMap<>();
            for (int start = 0; start < items.length; start += size) {
                int[] batch = Arrays.copyOfRange(items, start, Math.min(items.length, start + size));
                double share = (double) batch.length / items.length;
                step.gradients(new TrainingStep.Batch<>(task.data(), batch, task.importance()), new SplittableRandom(1))
                        .losses()
                        .forEach((dim, loss) -> expected.merge(dim, share * loss, Double::sum));
            }
            List<EpochReport.DimensionLoss> found =
                    new Validation<String, D>(model, task.objective(), step.programs(), size).of(task.data());
            assertThat(found).extracting(EpochReport.DimensionLoss::dim).containsExactlyElementsOf(expected.keySet());
            found.forEach(at -> assertThat(at.loss()).isCloseTo(expected.get(at.dim()), within(1e-5)));
        }
    }
}
