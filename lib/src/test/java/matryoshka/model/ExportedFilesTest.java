package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.TinyBert;
import matryoshka.encoder.ModelFolder;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Safetensors;
import matryoshka.encoder.VectorEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ExportedFilesTest {
    private static final List<String> CLASSES = List.of("one", "two, \"quoted\"", "drei ü");
    private static final NestingDims DIMS = NestingDims.of(3, 8, TinyBert.DIMENSION);
    private static final List<String> TEXTS = TinyBert.texts(9, 1);

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void name_the_folder() {
        folder = parent.resolve("exported");
    }

    private static MatryoshkaModel<String> model(Head head) {
        MatryoshkaConfig config = switch (head) {
            case NONE -> MatryoshkaConfig.embedding(DIMS);
            case FIXED_FEATURE -> MatryoshkaConfig.fixedFeature(TinyBert.DIMENSION, CLASSES);
            default -> MatryoshkaConfig.of(DIMS, CLASSES).withHead(head);
        };
        return MatryoshkaModel.create(TinyBert.encoder(4), config);
    }

    @ParameterizedTest
    @EnumSource(Head.class)
    void the_exported_encoder_embeds_as_the_model(Head head) throws IOException {
        MatryoshkaModel<String> model = model(head);
        model.export(folder);
        ModelFolder.verify(folder);
        MatryoshkaModel<String> read = MatryoshkaModel.create(
                BertEncoder.fromFolder(folder),
                MatryoshkaConfig.embedding(model.config().dims()));
        assertThat(read.embed(TEXTS).values()).isEqualTo(model.embed(TEXTS).values());
        assertThat(Files.exists(folder.resolve("matryoshka_heads.safetensors"))).isEqualTo(head != Head.NONE);
        assertThat(Files.readString(folder.resolve("README.md")))
                .contains("library_name: \"sentence-transformers\"", "## Accuracy\n\nNot measured");
    }

    /** Logits as the card says: z[:m] @ W + b. */
    @ParameterizedTest
    @EnumSource(value = Head.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void the_exported_heads_classify_as_the_card_says(Head head) throws IOException {
        MatryoshkaModel<String> model = model(head);
        model.export(folder);
        Safetensors.Content heads = Safetensors.read(folder.resolve("matryoshka_heads.safetensors"));
        assertThat(new ObjectMapper().readValue(heads.metadata().get("classes"), String[].class))
                .containsExactlyElementsOf(CLASSES);
        Embeddings z = model.embed(TEXTS);
        for (int dim : model.config().dims().dims()) {
            String name = head == Head.MRL_E ? "heads.shared" : "heads." + dim;
            INDArray weight = heads.parameters().get(name + ".weight"),
                    bias = heads.parameters().get(name + ".bias");
            for (int i = 0; i < z.rows(); i++) {
                float[] expected = model.heads().logits(z.row(i), 0, dim);
                for (int c = 0; c < CLASSES.size(); c++) {
                    float logit = bias.getFloat(c);
                    for (int d = 0; d < dim; d++) logit += z.row(i)[d] * weight.getFloat(d, c);
                    assertThat(logit).isCloseTo(expected[c], within(1e-4f));
                }
            }
        }
        assertThat(Files.readString(folder.resolve("README.md"))).contains("logits = z[:m] @ W");
    }

    @Test
    void an_export_replaces_an_export_but_nothing_else() throws IOException {
        MatryoshkaModel<String> model = model(Head.MRL);
        model.export(folder);
        model.export(folder, card -> card.withSection("Second", "time"));
        assertThat(Files.readString(folder.resolve("README.md"))).contains("## Second");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> model.export(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void an_export_never_replaces_a_saved_model() throws IOException {
        MatryoshkaModel<String> model = model(Head.NONE);
        model.save(folder, RunRecord.begin(), new EmbeddedTexts(List.of("aa"), model.embed(List.of("aa"))));
        assertThatThrownBy(() -> model.export(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("holds a saved model", "choose another folder");
        assertThat(MatryoshkaModel.load(folder, String.class).config()).isEqualTo(model.config());
    }

    @Test
    void an_encoder_without_a_form_for_others_leaves_nothing_behind() throws IOException {
        MatryoshkaModel<float[]> model =
                MatryoshkaModel.create(new VectorEncoder(4), MatryoshkaConfig.of(NestingDims.of(2, 4), CLASSES));
        assertThatThrownBy(() -> model.export(folder)).isInstanceOf(IllegalStateException.class);
        try (var files = Files.list(parent)) {
            assertThat(files).isEmpty();
        }
    }
}
