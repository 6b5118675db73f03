package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import matryoshka.bert.TinyBert;
import matryoshka.data.TrainingData;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.TinyTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch in chunks teaches what the whole batch does. */
class GradientCachingTest {
    private static final Engine PLAIN = Engine.plain();
    private static final Engine VECTORIZED = Engine.vectorized(2);
    private static final int WHOLE = 1000;

    @AfterAll
    static void close() {
        PLAIN.close();
        VECTORIZED.close();
    }

    /** One model's training step, and what it makes of its task's batch. */
    private record Learner<D extends TrainingData<String>>(
            TinyTask<D> task, MatryoshkaModel<String> model, TrainingStep<String, D> step) {
        static <D extends TrainingData<String>> Learner<D> of(
                TinyTask<D> task, double dropout, Engine engine, TrainOptions options) {
            MatryoshkaModel<String> model = task.model(dropout, engine);
            return new Learner<>(task, model, new TrainingStep<String, D>(model, task.objective(), options));
        }

        TrainingStep.Batch<D> batch(int... items) {
            return new TrainingStep.Batch<>(task.data(), items, task.importance());
        }

        TrainingStep.Result learn(long seed) {
            return step.gradients(batch(task.items()), new SplittableRandom(seed));
        }

        Dense gradients(long seed) {
            return dense(learn(seed));
        }

        Dense dense(TrainingStep.Result result) {
            return Dense.of(result.gradients(), model.parameters());
        }
    }

    private static TrainOptions chunksOf(int size) {
        return TrainOptions.defaults().withChunkSize(size);
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    <D extends TrainingData<String>> void chunks_give_the_gradients_of_the_whole_batch(TinyTask<D> task) {
        for (Engine engine : List.of(PLAIN, VECTORIZED)) {
            Learner<D> whole = Learner.of(task, 0, engine, chunksOf(WHOLE));
            TrainingStep.Result expected = whole.learn(1);
            Dense gradients = whole.dense(expected);
            assertThat(gradients.gradients())
                    .containsOnlyKeys(whole.model().parameters().names());
            for (int size : new int[] {1, 4}) {
                Learner<D> chunked = Learner.of(task, 0, engine, chunksOf(size));
                TrainingStep.Result result = chunked.learn(2);
                chunked.dense(result).assertClose(gradients, 1e-5);
                assertThat(result.loss()).isCloseTo(expected.loss(), within(1e-5));
                assertThat(result.losses()).containsOnlyKeys(expected.losses().keySet());
                expected.losses()
                        .forEach((dim, loss) ->
                                assertThat(result.losses().get(dim)).isCloseTo(loss, within(1e-5)));
                assertThat(result.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    <D extends TrainingData<String>> void frozen_parameters_have_no_gradient_in_chunks_either(TinyTask<D> task) {
        for (FineTuning scope : scopes(task).toList()) {
            TrainOptions options = TrainOptions.defaults().withFineTuning(scope);
            Learner<D> whole = Learner.of(task, 0, VECTORIZED, options.withChunkSize(WHOLE));
            Learner.of(task, 0, VECTORIZED, options.withChunkSize(4))
                    .gradients(1)
                    .assertClose(whole.gradients(1), 1e-5);
        }
    }

    /** Heads alone, of a model that has some. */
    private static Stream<FineTuning> scopes(TinyTask<?> task) {
        Stream<FineTuning> some =
                Stream.of(FineTuning.lastLayers(1), FineTuning.all().withFrozenEmbeddings());
        return task.config().classes().isEmpty() ? some : Stream.concat(some, Stream.of(FineTuning.headsOnly()));
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    <D extends TrainingData<String>> void dropout_is_drawn_from_the_seed(TinyTask<D> task) {
        Learner<D> learner = Learner.of(task, 0.2, VECTORIZED, chunksOf(4));
        TrainingStep.Result first = learner.learn(7);
        double loss = first.loss();
        Dense gradients = learner.dense(first);
        assertThat(learner.learn(8).loss()).isNotEqualTo(loss);
        TrainingStep.Result again = learner.learn(7);
        assertThat(again.loss()).isEqualTo(loss);
        learner.dense(again).assertClose(gradients, 0);
    }

    /** A look at the single dims' gradients takes the way by chunks, here one, where a batch else takes one pass. */
    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    <D extends TrainingData<String>> void both_passes_have_the_same_dropout(TinyTask<D> task) {
        for (Engine engine : List.of(PLAIN, VECTORIZED)) {
            Learner<D> learner = Learner.of(task, 0.2, engine, chunksOf(WHOLE));
            Dense inOnePass = learner.gradients(7);
            TrainingStep.Result inTwo =
                    learner.step().gradientsByDim(learner.batch(task.items()), new SplittableRandom(7));
            learner.dense(inTwo).assertClose(inOnePass, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#ofPairs")
    <D extends TrainingData<String>> void the_default_engine_learns_from_a_single_pair(TinyTask<D> task) {
        Learner<D> learner = Learner.of(task, 0, VECTORIZED, chunksOf(1));
        TrainingStep.Result result = learner.step().gradients(learner.batch(2), new SplittableRandom(1));
        assertThat(result.isFinite()).isTrue();
        assertThat(result.losses()).containsOnlyKeys(1, 5, TinyBert.DIMENSION);
    }
}
