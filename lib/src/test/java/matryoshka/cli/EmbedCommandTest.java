package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import matryoshka.ArrowContent;
import matryoshka.NestingDims;
import matryoshka.Npy;
import matryoshka.Printed;
import matryoshka.bert.BertEncoder;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that {@code embed} writes, and what it says of them. */
@Tag("slow")
class EmbedCommandTest {
    private static final List<String> TEXTS = List.of("A lovely film, \"truly\".", "Dull\nas dust", "Так себе");

    @TempDir
    static Path folder;

    private record Ran(int code, String errors) {}

    /** Runs a command; its errors are all that went to stderr. */
    private static Ran run(Object... arguments) {
        String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        AtomicInteger code = new AtomicInteger();
        String errors = Printed.onErr(() -> code.set(
                Main.commandLine().setErr(new PrintWriter(System.err, true)).execute(words)));
        return new Ran(code.get(), errors);
    }

    private static Ran embed(Path out, Object... options) {
        return embedBy(List.of("--model", folder.resolve("model")), out, options);
    }

    private static Ran embedBy(List<?> embedder, Path out, Object... options) {
        Object[] texts = {"--data", folder.resolve("texts.csv"), "--text", "words", "--out", out};
        return run(Stream.of(new Object[] {"embed"}, embedder.toArray(), texts, options)
                .flatMap(Arrays::stream)
                .toArray());
    }

    @BeforeAll
    static void train_a_tiny_model() throws IOException {
        TinyEncoder.write(folder.resolve("tiny"));
        Files.writeString(
                folder.resolve("texts.csv"),
                "words,mood\n\"A lovely film, \"\"truly\"\".\",good\n\"Dull\nas dust\",bad\nТак себе,so-so\n");
        Object[] train = {"train", "--data", "reviews", "--encoder", folder.resolve("tiny"), "--max-length", 64};
        Object[] options = {"--dims", "4,16", "--epochs", 1, "--out", folder.resolve("model")};
        Ran ran = run(Stream.of(train, options).flatMap(Arrays::stream).toArray());
        assertThat(ran.code()).as(ran.errors()).isZero();
    }

    @Test
    void an_arrow_file_holds_the_numbers_of_the_npy_file_beside_their_texts() throws IOException {
        Path arrow = folder.resolve("e.arrow"), npy = folder.resolve("e.npy");
        assertThat(embed(npy, "--dim", 4)).isEqualTo(new Ran(0, ""));
        assertThat(embed(arrow, "--dim", 4)).isEqualTo(new Ran(0, ""));

        ArrowContent content = ArrowContent.read(arrow);
        assertThat(content.columns()).containsExactly("text: Utf8 not null", "embedding: FixedSizeList(4) not null");
        assertThat(content.texts()).isEqualTo(TEXTS);
        float[] values = Npy.read(npy).values();
        assertThat(content.values()).hasSize(3 * 4);
        for (int i = 0; i < values.length; i++)
            assertThat(content.values().get(i)).isEqualTo(values[i]);
        assertThat(content.metadata()).isEqualTo(Map.of("dim", "4", "normalized", "true", "trained_dims", "4,16"));
    }

    @Test
    void classes_go_into_an_arrow_file_whether_the_model_knows_them_or_not() throws IOException {
        Path arrow = folder.resolve("labelled.arrow");
        assertThat(embed(arrow, "--label", "mood")).isEqualTo(new Ran(0, ""));
        ArrowContent content = ArrowContent.read(arrow);
        assertThat(content.texts()).isEqualTo(TEXTS);
        assertThat(content.labels()).containsExactly("good", "bad", "so-so");
        assertThat(content.metadata()).containsEntry("dim", "16");
    }

    @ParameterizedTest
    @CsvSource({
        "e.csv, , must end in .npy or .arrow",
        "e, , must end in .npy or .arrow",
        "e.npy, mood, --label needs an --out that ends in .arrow",
    })
    void what_no_file_could_hold_is_wrong_usage(String out, String label, String why) {
        Object[] options = label == null ? new Object[0] : new Object[] {"--label", label};
        Ran ran = embed(folder.resolve("unwritten").resolve(out), options);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.errors()).contains(why);
        assertThat(folder.resolve("unwritten")).doesNotExist();
    }

    @Test
    void an_encoder_embeds_as_it_was_published() throws IOException {
        Path out = folder.resolve("published.npy");
        assertThat(embedBy(List.of("--encoder", folder.resolve("tiny")), out)).isEqualTo(new Ran(0, ""));
        BertEncoder tiny = BertEncoder.fromFolder(folder.resolve("tiny"));
        float[] expected = MatryoshkaModel.create(tiny, MatryoshkaConfig.embedding(NestingDims.of(16)))
                .embed(TEXTS)
                .normalize()
                .values();
        assertThat(Npy.read(out).values()).isEqualTo(expected);
    }

    @Test
    void a_model_or_an_encoder_embeds_and_not_both() {
        Path out = folder.resolve("nothing.npy");
        Ran neither = embedBy(List.of(), out);
        Ran both = embedBy(List.of("--model", folder.resolve("model"), "--encoder", "minilm-l6"), out);
        assertThat(List.of(neither.code(), both.code())).containsOnly(2);
        assertThat(List.of(neither.errors(), both.errors()))
                .allSatisfy(errors -> assertThat(errors).contains("--model", "--encoder"));
        assertThat(embedBy(List.of("--encoder", "bert-large"), out).errors())
                .contains("no encoder \"bert-large\"", "minilm-l6, bge-small, bert-base-uncased", "or a folder");
        assertThat(out).doesNotExist();
    }

    @Test
    void an_untrained_dim_is_warned_of_and_written_all_the_same() throws IOException {
        Path out = folder.resolve("untrained.npy");
        Ran ran = embed(out, "--dim", 9);
        assertThat(ran.code()).isZero();
        assertThat(ran.errors()).hasLineCount(1).contains("9 dims", "trained for 4,16", "take 4, the nearest");
        assertThat(Npy.read(out).dimension()).isEqualTo(9);
    }
}
