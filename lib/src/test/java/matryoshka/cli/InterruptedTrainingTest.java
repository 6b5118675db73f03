package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import matryoshka.JavaProcess;
import matryoshka.encoder.ModelFormatException;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process in the midst of training, interrupted as by Ctrl-C, or killed. */
@Tag("slow")
class InterruptedTrainingTest {
    @TempDir
    Path folder;

    @Test
    void an_interrupt_saves_the_model_as_it_is_and_exits_with_130() throws Exception {
        Process process = trainUntilFirstEpoch();
        new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(Interrupts.EXIT_CODE);
        MatryoshkaModel<String> model = MatryoshkaModel.load(folder.resolve("model"), String.class);
        assertThat(model.embed(List.of("A lovely film.")).values()).doesNotContain(Float.NaN);
        RunRecord run = RunRecord.read(folder.resolve("model").resolve("run.json"));
        assertThat(run.entries()).containsEntry("interrupted", true);
    }

    @Test
    void a_kill_leaves_no_model_that_loads() throws Exception {
        Process process = trainUntilFirstEpoch();
        process.destroyForcibly().waitFor();
        assertThatThrownBy(() -> MatryoshkaModel.load(folder.resolve("model"), String.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model");
    }

    /** Training on the reviews for far more epochs than anyone waits for, past the first validation. */
    private Process trainUntilFirstEpoch() throws IOException {
        Process process = JavaProcess.of(
                        List.of(JavaProcess.SHARED_FLAGS),
                        Main.class,
                        "train",
                        "--data",
                        "reviews",
                        "--epochs",
                        "1000",
                        "--out",
                        folder.resolve("model").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader errors = process.errorReader();
        String line = errors.readLine();
        while (line != null && !line.contains("epoch 1 ")) line = errors.readLine();
        assertThat(line).as("the first epoch's line").isNotNull();
        Thread.ofVirtual().start(() -> errors.lines().forEach(rest -> {}));
        return process;
    }
}
