package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.bert.TinyBert;
import matryoshka.encoder.ModelFolder;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFilesTest {
    private static final List<String> CLASSES = List.of("plain", "with, comma", "ünïcode \"quoted\"");
    private static final List<String> TEXTS = List.of(
            "aa ab",
            "a, comma and \"quotes\" and \"\"",
            "two\nlines\n\nand a blank one",
            " blanks around ",
            "日本語 😀 ñ",
            "NA",
            "#no comment",
            "\u0003",
            "=1+1",
            "'single' \\ backslash\ttab");

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void name_the_folder() {
        folder = parent.resolve("model");
    }

    private static MatryoshkaModel<String> model(Head head) {
        MatryoshkaConfig config = head == Head.FIXED_FEATURE
                ? MatryoshkaConfig.fixedFeature(6, CLASSES).withSeed(3)
                : MatryoshkaConfig.of(NestingDims.of(3, 8, TinyBert.DIMENSION), CLASSES)
                        .withHead(head)
                        .withRelativeImportance(0.1, 1, 1 / 3.0)
                        .withSeed(Long.MAX_VALUE);
        return MatryoshkaModel.create(TinyBert.encoder(4).withMaxLength(7), config);
    }

    private static EmbeddedTexts database(MatryoshkaModel<String> model) {
        int[] labels = new int[TEXTS.size()];
        for (int i = 0; i < labels.length; i++) labels[i] = i % CLASSES.size();
        return new EmbeddedTexts(TEXTS, model.embed(TEXTS).withLabels(labels));
    }

    private MatryoshkaModel<String> save(Head head) throws IOException {
        MatryoshkaModel<String> model = model(head);
        save(model, database(model));
        return model;
    }

    private void save(MatryoshkaModel<String> model, EmbeddedTexts database) throws IOException {
        model.save(folder, RunRecord.begin().with("seed", 4), database);
    }

    @ParameterizedTest
    @EnumSource(value = Head.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_loaded_model_is_the_saved_one_to_the_last_bit(Head head) throws IOException {
        MatryoshkaModel<String> saved = save(head);
        MatryoshkaModel<String> loaded = MatryoshkaModel.load(folder, String.class);

        assertThat(loaded.config()).isEqualTo(saved.config());
        float[] z = saved.embed(TEXTS).values();
        assertThat(loaded.embed(TEXTS).values()).isEqualTo(z);
        for (int dim : saved.config().dims().dims())
            for (int i = 0; i < TEXTS.size(); i++)
                assertThat(loaded.heads().logits(z, i * TinyBert.DIMENSION, dim))
                        .isEqualTo(saved.heads().logits(z, i * TinyBert.DIMENSION, dim));
    }

    @Test
    void so_is_one_without_a_classifier_with_texts_and_no_labels() throws IOException {
        MatryoshkaConfig config = MatryoshkaConfig.embedding(NestingDims.of(3, TinyBert.DIMENSION));
        MatryoshkaModel<String> saved = MatryoshkaModel.create(TinyBert.encoder(4), config);
        float[] z = saved.embed(TEXTS).values();
        save(saved, new EmbeddedTexts(TEXTS, saved.embed(TEXTS)));
        MatryoshkaModel<String> loaded = MatryoshkaModel.load(folder, String.class);

        assertThat(loaded.config()).isEqualTo(config);
        assertThat(loaded.embed(TEXTS).values()).isEqualTo(z);
        assertThat(loaded.parameters().names())
                .isEqualTo(saved.encoder().parameters().names());
        assertThatThrownBy(loaded::heads)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no classifier", "use its embeddings");
        EmbeddedTexts database = MatryoshkaModel.loadDatabase(folder);
        assertThat(database.texts()).isEqualTo(TEXTS);
        assertThat(database.embeddings().values()).isEqualTo(z);
        assertThat(database.embeddings().hasLabels()).isFalse();
    }

    @Test
    void the_database_comes_back_with_texts_vectors_and_labels() throws IOException {
        MatryoshkaModel<String> model = model(Head.MRL);
        EmbeddedTexts saved = database(model);
        save(model, saved);
        EmbeddedTexts loaded = MatryoshkaModel.loadDatabase(folder);

        assertThat(loaded.texts()).isEqualTo(saved.texts());
        assertThat(loaded.embeddings().values()).isEqualTo(saved.embeddings().values());
        assertThat(loaded.embeddings().trainedDims()).contains(NestingDims.of(3, 8, TinyBert.DIMENSION));
        for (int i = 0; i < TEXTS.size(); i++)
            assertThat(loaded.embeddings().label(i)).isEqualTo(i % CLASSES.size());
    }

    @Test
    void line_breaks_of_other_systems_become_those_of_unix() throws IOException {
        MatryoshkaModel<String> model = model(Head.MRL);
        List<String> texts = List.of("a\r\nb", "a\rb");
        model.save(
                folder,
                RunRecord.begin(),
                new EmbeddedTexts(texts, model.embed(texts).withLabels(0, 1)));
        assertThat(MatryoshkaModel.loadDatabase(folder).texts()).containsExactly("a\nb", "a\nb");
    }

    @Test
    void a_model_saved_over_another_replaces_it() throws IOException {
        save(Head.MRL);
        save(Head.MRL_E);
        assertThat(MatryoshkaModel.load(folder, String.class).config().head()).isEqualTo(Head.MRL_E);
    }

    @Test
    void a_model_of_other_examples_is_refused() throws IOException {
        save(Head.MRL);
        assertThatThrownBy(() -> MatryoshkaModel.load(folder, byte[].class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(folder.toString(), "takes String, not byte[]");
    }

    @Test
    void a_folder_that_is_missing_or_no_model_is_named() throws IOException {
        assertThatThrownBy(() -> MatryoshkaModel.load(folder, String.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(folder.toString(), "no such folder");
        Files.writeString(Files.createDirectory(folder).resolve("model.safetensors"), "x");
        assertThatThrownBy(() -> MatryoshkaModel.load(folder, String.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("SHA256SUMS");
    }

    @Test
    void a_truncated_changed_or_added_file_is_named() throws IOException {
        for (String name : List.of("model.safetensors", "config.json", "run.json", "database.npy", "database.csv")) {
            save(Head.MRL);
            byte[] sound = Files.readAllBytes(folder.resolve(name));
            Files.write(folder.resolve(name), Arrays.copyOf(sound, sound.length / 2));
            assertDamaged(name);
            sound[sound.length / 2] ^= 4;
            Files.write(folder.resolve(name), sound);
            assertDamaged(name);
        }
        save(Head.MRL);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertDamaged("notes.txt");
    }

    private void assertDamaged(String name) {
        assertThatThrownBy(() -> MatryoshkaModel.load(folder, String.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> MatryoshkaModel.loadDatabase(folder)).isInstanceOf(ModelFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"format\": 1, \"surplus\": 2}",
                "{\"format\": 2, \"encoder\": \"bert\", \"dims\": [16], \"head\": \"MRL\","
                        + "\"relativeImportance\": [1], \"seed\": 0, \"classes\": [\"a\", \"b\"]}",
                "{\"format\": 1, \"encoder\": \"lstm\", \"dims\": [16], \"head\": \"MRL\","
                        + "\"relativeImportance\": [1], \"seed\": 0, \"classes\": [\"a\", \"b\"]}",
                "{\"format\": 1, \"encoder\": \"bert\", \"dims\": [16], \"head\": \"CNN\","
                        + "\"relativeImportance\": [1], \"seed\": 0, \"classes\": [\"a\", \"b\"]}",
                "{\"format\": 1, \"encoder\": \"bert\", \"dims\": [16, null], \"head\": \"MRL\","
                        + "\"relativeImportance\": [1, 1], \"seed\": 0, \"classes\": [\"a\", \"b\"]}",
                "{\"format\": 1, \"encoder\": \"bert\", \"dims\": [5, 16], \"head\": \"MRL\","
                        + "\"relativeImportance\": [1, 1], \"seed\": 0, \"classes\": [\"a\", \"b\"]}"
            })
    void a_configuration_written_by_hand_is_refused_by_name(String json) throws IOException {
        save(Head.MRL);
        reseal("config.json", json);
        assertThatThrownBy(() -> MatryoshkaModel.load(folder, String.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(folder.toString());
    }

    /** Writes the folder anew with one file replaced, sealed by correct sums. */
    private void reseal(String name, String content) throws IOException {
        Path changed = parent.resolve("changed");
        ModelFolder.write(changed, temporary -> {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList())
                    if (!file.endsWith("SHA256SUMS")) Files.copy(file, temporary.resolve(file.getFileName()));
            }
            Files.writeString(temporary.resolve(name), content);
        });
        folder = changed;
    }

    @Test
    void a_database_without_labels_or_with_an_empty_text_is_not_saved() {
        MatryoshkaModel<String> model = model(Head.MRL);
        Embeddings one = model.embed(List.of("aa"));
        assertThatThrownBy(() -> model.save(folder, RunRecord.begin(), new EmbeddedTexts(List.of("aa"), one)))
                .hasMessageContaining("no labels");
        assertThatThrownBy(
                        () -> model.save(folder, RunRecord.begin(), new EmbeddedTexts(List.of(" "), one.withLabels(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("text 0", "empty");
        assertThat(folder).doesNotExist();
    }
}
