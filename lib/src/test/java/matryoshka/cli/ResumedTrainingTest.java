package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.JavaProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed in the midst of training and gone on with. */
@Tag("slow")
class ResumedTrainingTest {
    private static final int EPOCHS = 20;
    private static final int CHAINS = 5;
    private static final int KILLS = 4; // in a chain: 20 in all

    @TempDir
    Path folder;

    @BeforeEach
    void writeTinyEncoder() throws IOException {
        TinyEncoder.write(folder.resolve("tiny"));
    }

    @Test
    void a_training_killed_again_and_again_ends_with_the_weights_of_one_that_never_stopped() throws Exception {
        Path whole = folder.resolve("whole");
        assertThat(start(begin(whole)).waitFor()).isZero();
        IntStream.range(0, CHAINS)
                .parallel()
                .forEach(chain -> assertThatCode(() -> {
                            Path out = folder.resolve("killed-" + chain);
                            trainKilledAgainAndAgain(out, new SplittableRandom(chain));
                            assertThat(weights(out)).isEqualTo(weights(whole));
                            assertThat(Files.exists(out.resolve("training.json")))
                                    .isFalse();
                        })
                        .as("chain %d", chain)
                        .doesNotThrowAnyException());
    }

    private void trainKilledAgainAndAgain(Path out, SplittableRandom random) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) killAfter(beginOrGoOn(out), random.nextInt(5), random.nextInt(30));
        assertThat(beginOrGoOn(out).waitFor()).isZero();
    }

    private Process beginOrGoOn(Path out) throws IOException {
        return start(hasCheckpoint(out) ? goOn(out) : begin(out));
    }

    private static byte[] weights(Path model) throws IOException {
        return Files.readAllBytes(model.resolve("model.safetensors"));
    }

    /** In its place, or moved aside by a writer that was killed then. */
    private boolean hasCheckpoint(Path out) throws IOException {
        try (Stream<Path> siblings = Files.list(folder)) {
            return siblings.map(path -> path.getFileName().toString())
                    .anyMatch(name ->
                            name.equals("" + out.getFileName()) || name.startsWith("." + out.getFileName() + ".old-"));
        }
    }

    private List<String> begin(Path out) {
        return List.of(
                "train",
                "--data",
                "reviews",
                "--encoder",
                "" + folder.resolve("tiny"),
                "--epochs",
                "" + EPOCHS,
                "--max-length",
                "64",
                "--batch-size",
                "16",
                "--checkpoint-every",
                "5",
                "--out",
                "" + out);
    }

    private static List<String> goOn(Path out) {
        return List.of("train", "--resume", "" + out, "--checkpoint-every", "5", "--out", "" + out);
    }

    private static Process start(List<String> arguments) throws IOException {
        return JavaProcess.of(List.of(JavaProcess.SHARED_FLAGS), Main.class, arguments.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    /** Kills a process some epochs and milliseconds on, or lets it end. */
    private static void killAfter(Process process, int epochs, int millis) throws Exception {
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        for (int seen = 0; line != null; line = lines.readLine()) if (line.contains("epoch ") && ++seen > epochs) break;
        Thread.sleep(millis);
        process.destroyForcibly().waitFor();
    }
}
