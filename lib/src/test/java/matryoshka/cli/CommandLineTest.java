package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import matryoshka.Embeddings;
import matryoshka.Npy;
import matryoshka.experiment.PaperConformance;
import matryoshka.model.RunRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands from end to end, on the review set and MiniLM's real weights. */
@Tag("slow")
class CommandLineTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path reviews;

    private record Ran(int code, String errors) {}

    private static Ran run(Object... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors, true));
        String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        return new Ran(line.execute(words), errors.toString());
    }

    /** A command with the review set as its data. */
    private static Object[] onReviews(Object... command) {
        Object[] data = {"--data", reviews, "--text", "text", "--label", "label"};
        return Stream.concat(Arrays.stream(command), Arrays.stream(data)).toArray();
    }

    @BeforeAll
    static void train_a_model_on_the_reviews() throws IOException {
        reviews = folder.resolve("reviews.csv");
        try (var in = CommandLineTest.class.getResourceAsStream("/matryoshka/data/reviews.csv")) {
            Files.copy(in, reviews);
        }
        model = folder.resolve("model");
        Ran trained = run(onReviews("train", "--epochs", 2, "--batch-size", 8, "--dims", "8,64,384", "--out", model));
        assertThat(trained.errors()).isEmpty();
        assertThat(trained.code()).isZero();
    }

    @Test
    void a_trained_model_keeps_its_run_record() throws IOException {
        RunRecord run = RunRecord.read(model.resolve("run.json"));
        assertThat(run.entries()).containsEntry("seed", 0).containsKeys("versions", "data", "options", "validation");
    }

    @Test
    void evaluate_writes_a_row_a_dim_with_fractions() throws IOException {
        Path report = folder.resolve("report.csv");
        Ran ran = run(onReviews("evaluate", "--model", model, "--out", report));
        assertThat(ran.code()).isZero();
        List<String> lines = Files.readAllLines(report);
        assertThat(lines.getFirst()).isEqualTo("dim,top1,macro-F1,1-NN,mAP@10,precision@10,recall@10,MRR@10,nDCG@10");
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.split(",")[0])
                .containsExactly("8", "64", "384");
        assertThat(lines.subList(1, lines.size())).allSatisfy(line -> {
            assertThat(Double.parseDouble(line.split(",")[1])).isBetween(0.0, 1.0);
            assertThat(Double.parseDouble(line.split(",")[3]))
                    .isBetween(0.5, 1.0); // most texts are their own neighbours
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ff | 16 | 8,16", "mrl-e | 16,384 | 16,384"})
    void other_heads_are_trained_and_evaluated_at_their_dims(String head, String dims, String evaluated)
            throws IOException {
        Path other = folder.resolve(head);
        Path report = folder.resolve(head + ".csv");
        assertThat(run(onReviews("train", "--head", head, "--dims", dims, "--epochs", 1, "--out", other))
                        .code())
                .isZero();
        assertThat(run(onReviews("evaluate", "--model", other, "--out", report)).code())
                .isZero();
        assertThat(Files.readAllLines(report).stream().skip(1).map(line -> line.split(",")[0]))
                .containsExactly(evaluated.split(","));
    }

    @Test
    void a_report_is_one_page_that_needs_nothing_else() throws IOException {
        Path page = folder.resolve("pages/report.html");
        Ran ran = run(onReviews("report", "--model", model, "--baseline", model, "--out", page));
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.code()).isZero();
        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("112 texts of reviews.csv in 4 classes", "<td style=\"text-align: left\">baseline</td>")
                .contains("Adaptive classification", "Classes that need many dims", "&quot;seed&quot;")
                .doesNotContain("http://", "https://", "<script");
        assertThat(html.split("<img", -1)).hasSize(3); // two charts
    }

    @Test
    void the_papers_arithmetic_agrees() {
        assertThat(run("conformance").code()).isZero();
        assertThat(PaperConformance.checks()).hasSizeGreaterThan(4).allMatch(PaperConformance.Check::agrees);
        assertThat(new PaperConformance.Check("wrong", 20.91, 20.92, 2).agrees())
                .isFalse();
    }

    @Test
    void embed_writes_unit_rows_of_the_dim_asked_for() throws IOException {
        Path out = folder.resolve("embeddings.npy");
        assertThat(run("embed", "--model", model, "--data", reviews, "--text", "text", "--dim", 64, "--out", out)
                        .code())
                .isZero();
        Embeddings embeddings = Npy.read(out);
        assertThat(embeddings.dimension()).isEqualTo(64);
        assertThat(embeddings.rows()).isEqualTo(Files.readAllLines(reviews).size() - 1);
        for (int i = 0; i < embeddings.rows(); i++) {
            double squares = 0;
            for (float x : embeddings.row(i)) squares += x * x;
            assertThat(squares).isCloseTo(1, Offset.offset(1e-5));
        }
    }

    @Test
    void predict_and_neighbours_write_tables() throws IOException {
        Path classes = folder.resolve("classes.csv");
        assertThat(run("predict", "--model", model, "--classes", 4, "--out", classes, "A lovely film.")
                        .code())
                .isZero();
        assertThat(Files.readAllLines(classes)).hasSize(1 + 3 * 4);
        Path trees = folder.resolve("kd-tree.csv");
        Path brute = folder.resolve("brute-force.csv");
        assertThat(run("neighbours", "--model", model, "--index", "kd-tree", "--out", trees, "A lovely film.")
                        .code())
                .isZero();
        assertThat(run("neighbours", "--model", model, "--out", brute, "A lovely film.")
                        .code())
                .isZero();
        assertThat(Files.readString(trees)).isEqualTo(Files.readString(brute));
        assertThat(Files.readAllLines(brute)).hasSize(1 + 3 * 3);
    }

    @Test
    void export_writes_a_folder_for_others_with_the_accuracy_at_every_dim() throws IOException {
        Path out = folder.resolve("exported");
        Ran ran = run(onReviews("export", "--model", model, "--out", out));
        assertThat(ran.errors()).isEmpty();
        assertThat(out.resolve("model.safetensors")).exists();
        assertThat(out.resolve("onnx/model.onnx")).exists();
        assertThat(Files.readString(out.resolve("README.md")))
                .contains("base_model: \"sentence-transformers/all-MiniLM-L6-v2\"", "license: \"apache-2.0\"")
                .contains("texts of reviews.csv", "| dim | top1 | macro-F1 | 1-NN |")
                .containsPattern("\\| 8 \\| [01]\\.\\d{4} \\| [01]\\.\\d{4} \\|");
        assertThat(run("export", "--model", model, "--out", out).code()).isZero();
        assertThat(Files.readString(out.resolve("README.md")))
                .contains("after epoch 2 of the training", "| dim | accuracy |")
                .containsPattern("\\| 384 \\| [01]\\.\\d{4} \\|");
    }

    @Test
    void export_takes_a_saved_model_and_never_replaces_one() throws IOException {
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Ran onto = run("export", "--model", model, "--out", model);
        assertThat(onto.code()).isEqualTo(1);
        assertThat(onto.errors()).contains("holds a saved model").doesNotContain("\tat ");
        assertThat(Files.readAllBytes(model.resolve("model.safetensors"))).isEqualTo(weights);
        Ran absent = run("export", "--model", folder.resolve("absent"), "--out", folder.resolve("x"));
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.errors()).contains("absent", "no such folder").doesNotContain("\tat ");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void a_damaged_model_is_refused_by_name() throws IOException {
        Path damaged = folder.resolve("damaged");
        Files.createDirectory(damaged);
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) Files.copy(file, damaged.resolve(file.getFileName()));
        }
        Path weights = damaged.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        Ran ran = run("predict", "--model", damaged, "A lovely film.");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.errors()).contains("model.safetensors").doesNotContain("\tat ");
    }

    @Test
    void wrong_usage_exits_with_2() {
        assertThat(run("train", "--out", folder.resolve("x"), "--data", reviews).errors())
                .contains("--text COL");
        assertThat(run("train", "--out", folder.resolve("x"), "--data", reviews).code())
                .isEqualTo(2);
        assertThat(run("train", "--nonsense").code()).isEqualTo(2);
        assertThat(run("train", "--head", "best", "--out", "x").errors()).contains("mrl, mrl-e or ff");
        assertThat(run("train", "--dims", "8,x", "--out", "x").errors()).contains("8,16,32");
        assertThat(run("train", "--resume", model, "--epochs", 3, "--out", "x").errors())
                .contains("--epochs does not go with --resume");
        assertThat(run("train", "--checkpoint-every", 0, "--out", folder.resolve("x"))
                        .errors())
                .contains("--checkpoint-every must be 1");
        assertThat(run("predict", "--model", model).code()).isEqualTo(2);
        assertThat(run().code()).isEqualTo(2);
    }

    @Test
    void failures_exit_with_1_and_say_what_is_wrong() {
        Ran file = run("train", "--data", "absent.csv", "--text", "a", "--label", "b", "--out", folder.resolve("x"));
        assertThat(file.code()).isEqualTo(1);
        assertThat(file.errors()).contains("absent.csv").doesNotContain("\tat ");
        Ran dims = run(onReviews("train", "--dims", "8,16", "--out", folder.resolve("x")));
        assertThat(dims.code()).isEqualTo(1);
        assertThat(dims.errors()).contains("384").doesNotContain("\tat ");
        Ran finished = run("train", "--resume", model, "--out", folder.resolve("x"));
        assertThat(finished.code()).isEqualTo(1);
        assertThat(finished.errors()).contains("no training to go on with");
        Ran encoder = run(onReviews("train", "--encoder", "gpt", "--out", folder.resolve("x")));
        assertThat(encoder.code()).isEqualTo(1);
        assertThat(encoder.errors()).contains("minilm-l6");
    }
}
