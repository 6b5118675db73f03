package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class PoolingTest {
    private static final List<String> TEXTS = TinyBert.texts(7, 4);

    @TempDir
    Path folder;

    private static INDArray run(SameDiff graph, SDVariable output, BertEncoder encoder, List<String> texts) {
        try (Engine engine = Engine.vectorized(2)) {
            return engine.forward(graph, List.of(output.name()))
                    .run(encoder.feed(texts, Mode.INFERENCE, null))
                    .outputs()
                    .get(output.name())
                    .dup('c');
        }
    }

    private static float[][] embed(BertEncoder encoder, List<String> texts) {
        SameDiff graph = Engine.newGraph();
        return run(graph, encoder.build(graph, Mode.INFERENCE), encoder, texts).toFloatMatrix();
    }

    /** What the pooling is by its definition, in double. */
    private static double[] naive(BertEncoder encoder, INDArray hidden, int text, int tokens) {
        double[] z = new double[TinyBert.DIMENSION];
        Parameters weights = encoder.parameters();
        for (int d = 0; d < z.length; d++)
            switch (encoder.pooling()) {
                case CLS -> z[d] = hidden.getDouble(text, 0, d);
                case MEAN -> {
                    for (int t = 0; t < tokens; t++) z[d] += hidden.getDouble(text, t, d) / tokens;
                }
                case POOLER -> {
                    double sum = weights.get("pooler.dense.bias").getDouble(d);
                    for (int i = 0; i < z.length; i++)
                        sum += weights.get("pooler.dense.weight").getDouble(d, i) * hidden.getDouble(text, 0, i);
                    z[d] = Math.tanh(sum);
                }
            }
        return z;
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void each_pooling_is_its_definition_over_the_hidden_states(Pooling pooling) {
        BertEncoder encoder = TinyBert.encoder(3, DataType.FLOAT, pooling);
        SameDiff graph = Engine.newGraph();
        INDArray hidden = run(graph, encoder.buildHidden(graph), encoder, TEXTS); // [B, L, H]
        float[][] together = embed(encoder, TEXTS);
        for (int b = 0; b < TEXTS.size(); b++) {
            double[] expected = naive(encoder, hidden, b, encoder.length(TEXTS.get(b)));
            float[] alone = embed(encoder, List.of(TEXTS.get(b)))[0];
            for (int d = 0; d < expected.length; d++) {
                assertThat((double) together[b][d]).isCloseTo(expected[d], within(1e-5));
                assertThat((double) alone[d]).isCloseTo(expected[d], within(1e-5));
            }
        }
    }

    @Test
    void fewer_layers_keep_the_pooler() {
        BertEncoder encoder =
                TinyBert.encoder(3, DataType.FLOAT, Pooling.POOLER).withLayers(1);
        assertThat(encoder.parameters().names()).contains("pooler.dense.weight");
        assertThat(encoder.layer("pooler.dense.weight")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Pooling.class,
            names = {"CLS", "MEAN"})
    void a_pooling_file_is_read_as_it_was_written(Pooling pooling) throws IOException {
        PoolingFile.write(folder, 12, pooling);
        assertThat(PoolingFile.read(folder)).contains(pooling);
    }

    @Test
    void newer_files_name_the_pooling_and_older_ones_flag_it() throws IOException {
        assertThat(PoolingFile.read(folder)).isEmpty();
        assertThat(pooling("{\"embedding_dimension\": 384, \"pooling_mode\": \"cls\"}"))
                .isEqualTo(Pooling.CLS);
        assertThat(pooling("{\"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}"))
                .isEqualTo(Pooling.MEAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pooling_mode\": \"max\"}",
                "{\"pooling_mode_mean_tokens\": true, \"pooling_mode_max_tokens\": true}",
                "{}",
                "[",
                ""
            })
    void another_pooling_is_refused_with_the_remedy(String json) {
        assertThatThrownBy(() -> pooling(json))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("1_Pooling");
    }

    private Pooling pooling(String json) throws IOException {
        Path file = folder.resolve(PoolingFile.PATH);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        return PoolingFile.read(folder).orElseThrow();
    }
}
