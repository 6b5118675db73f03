package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import matryoshka.encoder.Safetensors;
import matryoshka.model.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;

/** What of a model learns, and from what: train's further options, and pairs. */
@Tag("slow")
class LearningCommandsTest {
    @TempDir
    static Path folder;

    private record Ran(int code, String errors) {}

    private static Ran run(Object... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors, true));
        return new Ran(
                line.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new)), errors.toString());
    }

    @BeforeAll
    static void write_an_encoder_and_graded_pairs() throws IOException {
        TinyEncoder.write(folder.resolve("tiny"));
        List<String> lines = new ArrayList<>(List.of("a,b,grade"));
        for (int i = 0; i < 60; i++) lines.add("a film about " + i + ",a book about " + i % 7 + "," + i % 6);
        Files.write(folder.resolve("pairs.csv"), lines);
    }

    private static Object[] train(Path out, Object... options) {
        List<Object> all = new ArrayList<>(List.of("train", "--data", "reviews", "--encoder", folder.resolve("tiny")));
        all.addAll(List.of("--max-length", 64, "--out", out));
        all.addAll(List.of(options));
        return all.toArray();
    }

    private static Object[] trainPairs(Path out, Object... options) {
        List<Object> all =
                new ArrayList<>(List.of("train-pairs", "--data", folder.resolve("pairs.csv"), "--first", "a"));
        all.addAll(List.of("--second", "b", "--encoder", folder.resolve("tiny"), "--max-length", 64, "--out", out));
        all.addAll(List.of(options));
        return all.toArray();
    }

    @Test
    void frozen_layers_stay_as_they_were_and_charts_are_drawn() throws IOException {
        Path out = folder.resolve("frozen"), chart = folder.resolve("loss.png"), gradients = folder.resolve("g.png");
        Ran ran = run(train(
                out,
                "--epochs",
                1,
                "--train-layers",
                1,
                "--gradients-every",
                1,
                "--importance",
                "uncertainty",
                "--chart",
                chart,
                "--gradient-chart",
                gradients));
        assertThat(ran.errors()).isEmpty();
        var before = Safetensors.read(folder.resolve("tiny/model.safetensors")).parameters();
        var after = Safetensors.read(out.resolve("model.safetensors")).parameters();
        before.forEach((name, array) -> {
            if (name.equals("encoder.layer.1.attention.self.key.bias")) return; // softmax does not see it
            boolean same = Arrays.equals(floats(after.get(name)), floats(array));
            assertThat(same).as(name).isEqualTo(!name.startsWith("encoder.layer.1."));
        });
        assertThat(ImageIO.read(chart.toFile())).isNotNull();
        assertThat(ImageIO.read(gradients.toFile())).isNotNull();
    }

    private static float[] floats(INDArray array) {
        return array.ravel().toFloatVector();
    }

    @Test
    void early_stopping_keeps_the_best_and_the_last_which_goes_on() throws IOException {
        Path out = folder.resolve("best"), last = folder.resolve("best-last");
        assertThat(run(train(
                                out,
                                "--epochs",
                                9,
                                "--patience",
                                1,
                                "--watch",
                                16,
                                "--encoder-rate",
                                1e-6,
                                "--head-rate",
                                1e-6))
                        .errors())
                .isEmpty();
        List<?> epochs =
                (List<?>) RunRecord.read(out.resolve("run.json")).entries().get("validation");
        assertThat(epochs.size()).isBetween(2, 9);
        assertThat(Files.exists(last.resolve("best.safetensors"))).isTrue();
        Path again = folder.resolve("again");
        assertThat(run("train", "--resume", last, "--out", again).code()).isZero();
        assertThat(Files.readAllBytes(again.resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(out.resolve("model.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"info-nce", "cosine", "cosent"})
    void a_model_from_pairs_embeds_and_finds_neighbours(String objective) throws IOException {
        Path out = folder.resolve(objective), table = folder.resolve(objective + ".csv");
        assertThat(run(trainPairs(out, "--objective", objective, "--score", "grade", "--score-range", "0..5"))
                        .errors())
                .isEmpty();
        assertThat(run("neighbours", "--model", out, "--k", 2, "--out", table, "a book about 3")
                        .code())
                .isZero();
        List<String> lines = Files.readAllLines(table);
        assertThat(lines.getFirst()).isEqualTo("query,dim,rank,distance,text");
        assertThat(lines).hasSize(1 + 2 * 2); // dims 8 and 16
        assertThat(lines.get(1)).contains("a book about 3", "0.0");
        Ran predicted = run("predict", "--model", out, "a book about 3");
        assertThat(predicted.code()).isEqualTo(1);
        assertThat(predicted.errors()).contains("no classifier").doesNotContain("\tat ");
        Path exported = folder.resolve(objective + "-exported");
        assertThat(run("export", "--model", out, "--out", exported).errors()).isEmpty();
        assertThat(Files.readString(exported.resolve("README.md"))).contains("## Accuracy");
        assertThat(exported.resolve("matryoshka_heads.safetensors")).doesNotExist();
        Ran measured = run("export", "--model", out, "--out", folder.resolve("never"), "--data", "reviews");
        assertThat(measured.errors()).contains("no classifier").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info-nce", "cosent"})
    void pairs_are_gone_on_with_to_the_same_weights(String objective) throws IOException {
        Path whole = folder.resolve("whole-" + objective), kept = folder.resolve("kept-" + objective);
        Object[] options = {
            "--objective",
            objective,
            "--score",
            "grade",
            "--score-range",
            "0..5",
            "--epochs",
            4,
            "--patience",
            1,
            "--batch-size",
            20,
            "--encoder-rate",
            1e-3
        };
        assertThat(run(trainPairs(whole, options)).code()).isZero();
        assertThat(run("train-pairs", "--resume", whole + "-last", "--out", kept)
                        .errors())
                .isEmpty();
        assertThat(Files.readAllBytes(kept.resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("model.safetensors")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--patience | -1 | patience must be 0 or more, got -1",
                "--layer-decay | 0 | layer decay must be in (0, 1], got 0.0",
                "--label-smoothing | 1 | label smoothing must be in [0, 1), got 1.0",
                "--train-layers | some | --train-layers must be all or a number of layers, 0 or more, got \"some\"",
                "--train-layers | -2 | must be 0 or more, got -2",
                "--importance | dynamic | fixed, uncertainty, gradient-norm, got \"dynamic\"",
                "--importance | 1,2,3 | a weight for each of the 2 nesting dims, got 3",
                "--importance | 1,-1 | relative importance must be positive and finite, got [1.0, -1.0]",
                "--watch | full | --watch must be mean or one of the nesting dims, got \"full\"",
                "--gradients-every | -1 | must be 0 or more, got -1",
                "--encoder-layers | 3 | layers to keep must be 1..2 of this encoder, got 3",
                "--gradient-chart | g.png | add --gradients-every"
            })
    void a_bad_option_fails_before_training_by_name_value_and_range(String option, String value, String message) {
        Ran ran = run(train(folder.resolve("never"), option, value));
        assertThat(ran.code()).isBetween(1, 2);
        assertThat(ran.errors()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void bad_pairs_and_experiments_are_refused_by_name() {
        Path never = folder.resolve("never");
        assertThat(run(trainPairs(never, "--objective", "triplet")).errors())
                .contains("--objective must be info-nce, cosine or cosent, got \"triplet\"");
        assertThat(run(trainPairs(never, "--objective", "cosent")).errors()).contains("--score COL");
        assertThat(run(trainPairs(never, "--objective", "cosent", "--score", "grade", "--score-range", "5"))
                        .errors())
                .contains("LOW..HIGH", "\"5\"");
        assertThat(run(trainPairs(never, "--temperature", 0)).errors())
                .contains("temperature must be positive and finite, got 0.0");
        assertThat(run(trainPairs(never, "--batch-size", 1)).errors())
                .contains("batch size 1 teaches nothing by InfoNce", "take 2 or more");
        assertThat(run(train(never, "--head", "ff", "--importance", "1,1")).errors())
                .contains("--importance needs several dims to weigh, --head ff has one");
        assertThat(run("experiment", "imagenet").errors()).contains("imagenet", "hypernyms", "sts-b");
        assertThat(run("experiment", "sts-b", "--methods", "MRL,best", "--out", folder.resolve("none"))
                        .errors())
                .contains("no method best", "MRL, plain");
    }
}
