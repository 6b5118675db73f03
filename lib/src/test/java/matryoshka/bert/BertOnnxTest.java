package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.StoredTensor;
import matryoshka.engine.Engine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Exported graphs as ONNX Runtime computes them, against ours. */
class BertOnnxTest {
    private static final List<String> SENTENCES = List.of(
            "The quick brown fox jumps over the lazy dog.",
            "",
            "naïve café — 日本語 😀 ﬁn",
            "A film that knows what it wants to say, takes two hours over it, and then says it once more for those at"
                    + " the back; we laughed, we looked at the clock, and we would go again.");

    @TempDir
    Path folder;

    private Path written(BertEncoder encoder) throws IOException {
        Path file = folder.resolve("model.onnx");
        BertOnnx.write(file, new BertWeights(encoder.config(), encoder.pooling(), encoder.parameters()));
        return file;
    }

    /** Ours: the embeddings [B, H], or the last hidden states [B·L, H]. */
    private static INDArray computed(BertEncoder encoder, List<String> texts, boolean hidden) {
        try (Engine engine = Engine.vectorized(2)) {
            SameDiff graph = Engine.newGraph();
            SDVariable z = hidden ? encoder.buildHidden(graph) : encoder.build(graph, Mode.INFERENCE);
            return engine.forward(graph, List.of(z.name()))
                    .run(encoder.feed(texts, Mode.INFERENCE, null))
                    .outputs()
                    .get(z.name())
                    .dup('c')
                    .reshape(-1, encoder.dimension());
        }
    }

    private static void assertEmbeddings(OnnxModel model, BertEncoder encoder, List<String> texts, float tolerance)
            throws OrtException {
        float[][] found = model.embeddings(encoder.tokenizer().encode(texts));
        float[][] expected = computed(encoder, texts, false).toFloatMatrix();
        for (int b = 0; b < expected.length; b++)
            assertThat(found[b]).as(texts.get(b)).containsExactly(expected[b], within(tolerance));
    }

    /** Padding is left out: what it holds is nobody's business. */
    private static void assertHidden(OnnxModel model, BertEncoder encoder, List<String> texts, float tolerance)
            throws OrtException {
        List<int[]> ids = encoder.tokenizer().encode(texts);
        float[][][] found = model.hidden(ids);
        INDArray expected = computed(encoder, texts, true);
        for (int b = 0; b < found.length; b++)
            for (int t = 0; t < ids.get(b).length; t++)
                assertThat(found[b][t])
                        .as("%s, token %d", texts.get(b), t)
                        .containsExactly(
                                expected.getRow((long) b * found[b].length + t).toFloatVector(), within(tolerance));
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void onnx_runtime_embeds_ragged_batches_as_we_do(Pooling pooling) throws IOException, OrtException {
        BertEncoder encoder = TinyBert.encoder(7, pooling);
        try (OnnxModel model = OnnxModel.of(written(encoder))) {
            assertEmbeddings(model, encoder, TinyBert.texts(20, 7), 1e-5f);
            assertEmbeddings(model, encoder, List.of(""), 1e-5f);
            assertHidden(model, encoder, TinyBert.texts(20, 8), 1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void the_weights_in_the_file_are_read_back_to_the_last_bit(Pooling pooling) throws IOException {
        BertEncoder encoder = TinyBert.encoder(7, pooling);
        BertWeights read = read(written(encoder), encoder.config().heads(), pooling);
        assertThat(read.config()).isEqualTo(encoder.config());
        assertThat(read.parameters().names())
                .containsExactlyElementsOf(encoder.parameters().names());
        encoder.parameters()
                .forEach((name, array) -> assertThat(
                                read.parameters().get(name).data().asFloat())
                        .as(name)
                        .isEqualTo(array.data().asFloat()));
    }

    private static BertWeights read(Path file, int heads, Pooling pooling) throws IOException {
        String name = file.toString();
        Map<String, StoredTensor> tensors = OnnxInitializers.of(name, ByteBuffer.wrap(Files.readAllBytes(file)));
        return BertWeights.read(name, new BertSizes(name, tensors).config(heads), pooling, tensors);
    }

    @Test
    void the_same_weights_make_the_same_file() throws IOException {
        byte[] first = Files.readAllBytes(written(TinyBert.encoder(7)));
        assertThat(Files.readAllBytes(written(TinyBert.encoder(7)))).isEqualTo(first);
    }

    @Test
    @Tag("slow")
    void onnx_runtime_embeds_as_we_do_with_minilms_weights() throws IOException, OrtException {
        BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6);
        try (OnnxModel model = OnnxModel.of(written(encoder))) {
            assertEmbeddings(model, encoder, SENTENCES, 1e-4f);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MINILM_L6", "BGE_SMALL"})
    @Tag("slow")
    void our_graph_computes_what_the_published_file_computes(Pretrained encoder) throws IOException, OrtException {
        try (OnnxModel model = OnnxModel.of(published(encoder))) {
            assertHidden(model, BertEncoder.pretrained(encoder), SENTENCES, 2e-4f);
        }
    }

    private static byte[] published(Pretrained encoder) throws IOException {
        if (encoder == Pretrained.BGE_SMALL)
            return Files.readAllBytes(PretrainedSets.BGE_SMALL.fetch(PretrainedSets.BGE_SMALL_WEIGHTS));
        try (var in = BertOnnxTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            return in.readAllBytes();
        }
    }
}
