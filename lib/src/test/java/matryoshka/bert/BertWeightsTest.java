package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.Parameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BertWeightsTest {
    static final BertConfig TINY = new BertConfig(2, 12, 3, 20, 50, 16, 2, 1e-12, 0.1, 0.1);

    /** Seeded noise of the right names and shapes. */
    static Map<String, INDArray> tensors(BertConfig config) {
        Nd4j.getRandom().setSeed(7);
        var tensors = new LinkedHashMap<String, INDArray>();
        BertWeights.shapes(config, Pooling.MEAN).forEach((name, shape) -> tensors.put(name, Nd4j.rand(shape)));
        return tensors;
    }

    @Test
    void a_bert_has_the_number_of_weights_that_its_sizes_make() {
        int h = TINY.hidden(), i = TINY.intermediate();
        long tables = (long) (TINY.vocabulary() + TINY.maxPositions() + TINY.typeVocabulary()) * h;
        long layer = 4L * (h * h + h) + (i * h + i) + (h * i + h) + 2 * 2L * h;

        assertThat(new BertWeights(TINY, Pooling.MEAN, Parameters.of(tensors(TINY)))
                        .parameters()
                        .count())
                .isEqualTo(tables + 2L * h + TINY.layers() * layer);
    }

    @Test
    void every_missing_surplus_and_misshapen_tensor_is_listed_in_one_message() {
        var tensors = tensors(TINY);
        tensors.remove("encoder.layer.1.attention.self.key.bias");
        tensors.put("pooler.dense.bias", Nd4j.ones(12));
        tensors.put("encoder.layer.0.intermediate.dense.weight", Nd4j.ones(12, 20));

        assertThatThrownBy(() -> new BertWeights(TINY, Pooling.MEAN, Parameters.of(tensors)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "encoder.layer.1.attention.self.key.bias [12] is missing",
                        "pooler.dense.bias is surplus",
                        "encoder.layer.0.intermediate.dense.weight has shape [12, 20] instead of [20, 12]");
    }

    @Test
    void matrices_are_out_by_in() {
        var shapes = BertWeights.shapes(TINY, Pooling.MEAN);
        assertThat(Arrays.toString(shapes.get("encoder.layer.0.intermediate.dense.weight")))
                .isEqualTo("[20, 12]");
        assertThat(Arrays.toString(shapes.get("encoder.layer.1.output.dense.weight")))
                .isEqualTo("[12, 20]");
    }
}
