package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class OnnxWeightsTest {
    private static BertWeights weights;

    @BeforeAll
    static void load() throws IOException {
        weights = Pretrained.MINILM_L6.weights().load(Pooling.MEAN);
    }

    @Test
    void minilm_has_the_sizes_of_its_published_config() {
        assertThat(weights.config()).isEqualTo(new BertConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-12, 0.1, 0.1));
        assertThat(weights.parameters().count()).isEqualTo(22_565_376);
    }

    /** Checksums over names and bytes of the same model's published model.safetensors, pooler left out. */
    @Test
    void every_tensor_is_bit_for_bit_that_of_the_published_safetensors() {
        var sum = new CRC32();
        weights.parameters().forEach((name, array) -> {
            sum.update(name.getBytes(StandardCharsets.UTF_8));
            sum.update(littleEndian(array));
        });
        assertThat(sum.getValue()).isEqualTo(0x44496CDFL);
    }

    private static byte[] littleEndian(INDArray array) {
        float[] values = array.data().asFloat();
        var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    @Test
    void two_loads_do_not_share_their_arrays() throws IOException {
        String name = "embeddings.LayerNorm.bias";
        INDArray other =
                Pretrained.MINILM_L6.weights().load(Pooling.MEAN).parameters().get(name);
        other.addi(1);

        assertThat(weights.parameters().get(name)).isNotEqualTo(other);
    }

    @Test
    void another_file_than_the_pinned_one_is_refused() {
        String tokenizer = "/all-minilm-l6-v2-tokenizer.json";
        for (int bytes : new int[] {1000, 711_661, 800_000})
            assertThatThrownBy(() -> new PinnedResource(tokenizer, bytes, "0".repeat(64)).read())
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll(tokenizer, bytes + " bytes", "pinned version");
        assertThatThrownBy(() -> new PinnedResource("/none.onnx", 1, "").read())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("/none.onnx", "class path");
    }
}
