package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import matryoshka.model.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run record tells of the model it lies beside. */
class TrainingRecordTest {
    private static final List<EpochReport> EPOCHS = List.of(epoch(1, 0.5), epoch(2, 0.75), epoch(3, 0.625));

    @TempDir
    Path folder;

    private static EpochReport epoch(int epoch, double score) {
        return new EpochReport(
                epoch,
                "accuracy",
                List.of(new EpochReport.DimensionLoss(8, 1, score), new EpochReport.DimensionLoss(16, 1, score)));
    }

    private RunRecord run(TrainOptions options, boolean interrupted) throws IOException {
        Path file = folder.resolve("run.json");
        new RunRecord(Map.of("options", options, "validation", EPOCHS, "interrupted", interrupted)).write(file);
        return RunRecord.read(file);
    }

    @Test
    void without_early_stopping_the_model_is_that_of_the_last_epoch() throws IOException {
        assertThat(TrainingRecord.validation(run(TrainOptions.defaults(), false)))
                .contains(EPOCHS.getLast());
    }

    @Test
    void with_early_stopping_it_is_that_of_the_best() throws IOException {
        TrainOptions options = TrainOptions.defaults().withStopping(EarlyStopping.onDim(16, 1));
        assertThat(TrainingRecord.validation(run(options, false))).contains(EPOCHS.get(1));
    }

    @Test
    void an_interrupted_training_and_a_record_of_something_else_tell_nothing() throws IOException {
        assertThat(TrainingRecord.validation(run(TrainOptions.defaults(), true)))
                .isEmpty();
        assertThat(TrainingRecord.validation(new RunRecord(Map.of()))).isEmpty();
        assertThat(TrainingRecord.validation(
                        new RunRecord(Map.of("options", Map.of("epochs", 2), "validation", List.of(Map.of("dim", 8))))))
                .isEmpty();
    }
}
