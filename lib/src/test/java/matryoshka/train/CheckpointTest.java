package matryoshka.train;

import static matryoshka.train.TinyTraining.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.ModelFormatException;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final TrainOptions OPTIONS = TrainOptions.defaults()
            .withEpochs(3)
            .withBatchSize(8)
            .withRates(1e-3, 1e-2)
            .withSeed(5);
    private static final int STEPS = 12; // 32 texts, 4 batches, 3 epochs
    private static final RunRecord RUN = new RunRecord(Map.of("task", "test"));

    @TempDir
    Path folder;

    /** What stands in for a process that dies. */
    private static final class Killed extends RuntimeException {}

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Split<TextDataset> split(long seed) {
        return TinyTraining.split(TinyTraining.dataset(seed));
    }

    private static MatryoshkaModel<String> model() {
        return MatryoshkaModel.create(
                TinyBert.encoder(1),
                MatryoshkaConfig.of(TinyTraining.DIMS, split(1).train().classes()),
                ENGINE);
    }

    private static TrainingListener killAfter(int steps) {
        return new TrainingListener() {
            @Override
            public void reached(TrainingState state) {
                if (state.step() == steps) throw new Killed();
            }
        };
    }

    private void trainUntilKilled(int steps, int every) {
        Checkpoints checkpoints = new Checkpoints(every, folder.resolve("kept"), RUN);
        assertThatThrownBy(() -> new Trainer(OPTIONS).fit(model(), split(1), checkpoints, killAfter(steps)))
                .isInstanceOf(Killed.class);
    }

    private MatryoshkaModel<String> kept() throws IOException {
        return MatryoshkaModel.load(folder.resolve("kept"), String.class, ENGINE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 8, 11, STEPS})
    void a_training_gone_on_with_is_the_one_that_never_stopped(int killedAt) throws IOException {
        MatryoshkaModel<String> whole = model();
        TrainingHistory expected = new Trainer(OPTIONS).fit(whole, split(1));
        trainUntilKilled(killedAt, 1);
        MatryoshkaModel<String> resumed = kept();
        TrainingHistory history = Trainer.resume(folder.resolve("kept"), resumed, split(1));
        assertThat(history).isEqualTo(expected);
        assertThat(history.steps()).hasSize(STEPS);
        assertSame(resumed.parameters(), whole.parameters());
    }

    @Test
    void the_steps_since_the_last_checkpoint_are_made_again() throws IOException {
        MatryoshkaModel<String> whole = model();
        new Trainer(OPTIONS).fit(whole, split(1));
        trainUntilKilled(7, 5);
        assertThat(Checkpoint.read(folder.resolve("kept")).steps()).hasSize(5);
        MatryoshkaModel<String> resumed = kept();
        Trainer.resume(folder.resolve("kept"), resumed, split(1));
        assertSame(resumed.parameters(), whole.parameters());
    }

    @Test
    void a_checkpoint_tells_its_options_and_run() throws IOException {
        trainUntilKilled(2, 2);
        assertThat(Trainer.options(folder.resolve("kept"))).isEqualTo(OPTIONS);
        assertThat(RunRecord.read(folder.resolve("kept").resolve(MatryoshkaModel.RUN_FILE)))
                .isEqualTo(RUN);
        assertThatThrownBy(() -> MatryoshkaModel.loadDatabase(folder.resolve("kept")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("not finished");
    }

    @Test
    void other_texts_and_folders_without_a_training_are_refused() throws IOException {
        trainUntilKilled(2, 2);
        assertThatThrownBy(() -> Trainer.resume(folder.resolve("kept"), kept(), split(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other texts");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> Trainer.resume(empty, model(), split(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("no training to go on with");
        assertThatThrownBy(() -> new Checkpoints(0, empty, RUN)).hasMessageContaining("got 0");
    }
}
