package matryoshka.train;

import static matryoshka.train.TinyTraining.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.data.TrainingData;
import matryoshka.engine.Engine;
import matryoshka.model.CoSent;
import matryoshka.model.CosineRegression;
import matryoshka.model.CrossEntropy;
import matryoshka.model.InfoNce;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;
import matryoshka.model.TinyPairs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training of any kind that goes on is the one that never stopped, bit by bit. */
class ResumeTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final RunRecord RUN = new RunRecord(Map.of("task", "test"));
    private static final TrainOptions OPTIONS = TrainOptions.defaults()
            .withEpochs(3)
            .withBatchSize(8)
            .withRates(1e-3, 1e-2)
            .withSeed(5);
    private static final int STEPS = 12; // 4 batches, 3 epochs
    private static final Split<TextDataset> TEXTS = TinyTraining.split(TinyTraining.dataset(1));
    private static final MatryoshkaConfig CLASSIFIER =
            MatryoshkaConfig.of(TinyTraining.DIMS, TEXTS.train().classes()).withRelativeImportance(0.5, 2, 1);
    private static final MatryoshkaConfig EMBEDDING =
            MatryoshkaConfig.embedding(TinyTraining.DIMS).withRelativeImportance(0.5, 2, 1);

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** What stands in for a process that dies. */
    private static final class Killed extends RuntimeException {}

    private record Training<D extends TrainingData<String>>(
            String name,
            MatryoshkaConfig config,
            Objective<? super D> objective,
            Split<D> split,
            TrainOptions options) {
        MatryoshkaModel<String> model() {
            return MatryoshkaModel.create(TinyBert.encoder(1), config, ENGINE);
        }

        TrainingHistory fit(MatryoshkaModel<String> model, TrainingListener... listeners) {
            return new Trainer(options).fit(model, objective, split, listeners);
        }

        TrainingHistory resume(Path folder, MatryoshkaModel<String> model) throws IOException {
            return Trainer.resume(folder, model, objective, split);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Training<TextDataset> classes(String name, TrainOptions options) {
        return new Training<>(name, CLASSIFIER, new CrossEntropy(0.1), TEXTS, options);
    }

    private static Stream<Training<?>> trainings() {
        TrainOptions chunked = OPTIONS.withChunkSize(5);
        TrainOptions dynamic = OPTIONS.withImportance(ImportanceSchedule.UNCERTAINTY);
        return Stream.of(
                new Training<>(
                        "InfoNCE", EMBEDDING, new InfoNce(), TinyPairs.split(TinyPairs.pairs(40, 1), 32), chunked),
                new Training<>(
                        "CoSENT", EMBEDDING, new CoSent(), TinyPairs.split(TinyPairs.graded(40, 1), 32), chunked),
                new Training<>(
                        "cosine regression by gradient norms",
                        EMBEDDING,
                        new CosineRegression(),
                        TinyPairs.split(TinyPairs.graded(40, 1), 32),
                        OPTIONS.withImportance(ImportanceSchedule.GRADIENT_NORM)),
                classes("classes by uncertainty, smoothed", dynamic),
                classes("classes by gradient norms", OPTIONS.withImportance(ImportanceSchedule.GRADIENT_NORM)),
                classes("classes looked at", chunked.withGradientsEvery(2)),
                classes(
                        "the last layer",
                        OPTIONS.withFineTuning(FineTuning.lastLayers(1).withLayerDecay(0.5))));
    }

    private static TrainingListener killAfter(int steps) {
        return new TrainingListener() {
            @Override
            public void reached(TrainingState state) {
                if (state.step() == steps) throw new Killed();
            }
        };
    }

    private MatryoshkaModel<String> kept() throws IOException {
        return MatryoshkaModel.load(folder.resolve("kept"), String.class, ENGINE);
    }

    private void trainUntilKilled(Training<?> training, int steps) {
        Checkpoints checkpoints = new Checkpoints(1, folder.resolve("kept"), RUN);
        assertThatThrownBy(() -> training.fit(training.model(), checkpoints, killAfter(steps)))
                .isInstanceOf(Killed.class);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void a_training_gone_on_with_is_the_one_that_never_stopped(Training<?> training) throws IOException {
        MatryoshkaModel<String> whole = training.model();
        TrainingHistory expected = training.fit(whole);
        assertThat(expected.steps()).hasSize(STEPS);
        for (int killedAt : new int[] {1, 6, STEPS}) {
            trainUntilKilled(training, killedAt);
            MatryoshkaModel<String> resumed = kept();
            assertThat(training.resume(folder.resolve("kept"), resumed)).isEqualTo(expected);
            assertSame(resumed.parameters(), whole.parameters());
        }
    }

    private static Training<TextDataset> stopping(int epochsOver) {
        double[] scores = {0.2, 0.5, 0.3, 0.1, 0.9, 0.9};
        Objective<? super TextDataset> scripted = new ScriptedScores(CLASSIFIER, epochsOver, scores, scores);
        TrainOptions options = OPTIONS.withEpochs(6).withStopping(EarlyStopping.onMean(2));
        return new Training<>("stops after 4 epochs", CLASSIFIER, scripted, TEXTS, options);
    }

    @Test
    void the_best_weights_so_far_are_kept_where_training_may_stop_early() throws IOException {
        MatryoshkaModel<String> whole = stopping(0).model();
        TrainingHistory expected = stopping(0).fit(whole);
        assertThat(expected.steps()).hasSize(16);
        for (int killedAt : new int[] {4, 5, 9, 13, 16}) {
            trainUntilKilled(stopping(0), killedAt);
            MatryoshkaModel<String> resumed = kept();
            int validated = (killedAt - 1) / 4;
            assertThat(stopping(validated).resume(folder.resolve("kept"), resumed))
                    .isEqualTo(expected);
            assertSame(resumed.parameters(), whole.parameters());
        }
    }

    @Test
    void a_finished_training_gone_on_with_is_finished() throws IOException {
        LastState last = new LastState(folder.resolve("kept"), RUN);
        for (int epochs : new int[] {3, 6}) { // to its end, and stopped early
            Training<TextDataset> scripted = stopping(0);
            Training<TextDataset> training = new Training<>(
                    "finished",
                    CLASSIFIER,
                    scripted.objective(),
                    TEXTS,
                    scripted.options().withEpochs(epochs));
            MatryoshkaModel<String> whole = training.model();
            TrainingHistory expected = training.fit(whole, last);
            MatryoshkaModel<String> resumed = kept();
            TrainingHistory history = new Training<>(
                            "again", CLASSIFIER, stopping(4).objective(), TEXTS, training.options())
                    .resume(folder.resolve("kept"), resumed);
            assertThat(history).isEqualTo(expected);
            assertSame(resumed.parameters(), whole.parameters());
        }
    }

    @Test
    void another_objective_is_refused() throws IOException {
        Training<TextDataset> training = classes("classes", OPTIONS);
        trainUntilKilled(training, 2);
        MatryoshkaModel<String> model = kept();
        assertThatThrownBy(() -> Trainer.resume(folder.resolve("kept"), model, TEXTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "began with CrossEntropy[labelSmoothing=0.1]",
                        "not CrossEntropy[labelSmoothing=0.0]",
                        "same objective");
    }
}
