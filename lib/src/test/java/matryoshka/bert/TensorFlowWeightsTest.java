package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TensorFlowWeightsTest {
    private static final BertConfig WIDE = new BertConfig(2, 128, 2, 20, 50, 16, 2, 1e-12, 0.1, 0.1);

    @TempDir
    Path folder;

    /** Seeded noise of the right names and shapes, with the pooler. */
    private static Map<String, INDArray> tensors(BertConfig config) {
        Nd4j.getRandom().setSeed(8);
        var tensors = new LinkedHashMap<String, INDArray>();
        BertWeights.shapes(config, Pooling.POOLER).forEach((name, shape) -> tensors.put(name, Nd4j.rand(shape)));
        return tensors;
    }

    /** The same as TensorFlow names and stores them, and what else a checkpoint of pre-training holds. */
    private static Map<String, INDArray> variables(Map<String, INDArray> tensors, String scope) {
        var variables = new LinkedHashMap<String, INDArray>();
        tensors.forEach((name, tensor) -> {
            boolean kernel = tensor.rank() == 2 && !name.startsWith("embeddings");
            variables.put(scope + variable(name), kernel ? tensor.transpose() : tensor);
        });
        variables.put(scope + "bert/pooler/dense/kernel/adam_m", Nd4j.rand(2, 2));
        variables.put(scope + "bert/encoder/layer_0/output/dense/bias/Adam_1", Nd4j.rand(2));
        variables.put(scope + "cls/predictions/output_bias", Nd4j.rand(3));
        variables.put("global_step", Nd4j.scalar(1f));
        return variables;
    }

    private static String variable(String name) {
        String path = name.replace('.', '/')
                .replace("layer/", "layer_")
                .replace("LayerNorm/weight", "LayerNorm/gamma")
                .replace("LayerNorm/bias", "LayerNorm/beta")
                .replace("_embeddings/weight", "_embeddings");
        return "bert/" + (path.endsWith("/weight") ? path.replace("/weight", "/kernel") : path);
    }

    @Test
    void a_checkpoint_with_its_config_gives_every_tensor_as_hugging_face_has_it() throws IOException {
        var tensors = tensors(BertWeightsTest.TINY);
        Checkpoints.write(folder.resolve("bert_model.ckpt"), variables(tensors, ""));
        BertWeightsTest.TINY.write(folder.resolve("bert_config.json"));

        BertWeights weights = new TensorFlowWeights(folder).load(Pooling.POOLER);
        assertThat(weights.config()).isEqualTo(BertWeightsTest.TINY);
        assertThat(weights.parameters().names()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach(
                (name, array) -> assertThat(weights.parameters().get(name)).isEqualTo(array));
    }

    @Test
    void a_saved_model_without_config_tells_its_sizes_by_its_shapes() throws IOException {
        Checkpoints.write(folder.resolve("variables/variables"), variables(tensors(WIDE), "module/"));

        BertWeights weights = new TensorFlowWeights(folder).load(Pooling.MEAN);
        assertThat(weights.config()).isEqualTo(WIDE);
        assertThat(weights.parameters().names())
                .containsExactlyElementsOf(
                        BertWeights.shapes(WIDE, Pooling.MEAN).keySet());
    }

    @Test
    void without_config_dims_that_no_heads_of_64_make_are_refused() throws IOException {
        Checkpoints.write(folder.resolve("bert_model.ckpt"), variables(tensors(BertWeightsTest.TINY), ""));
        assertThatThrownBy(() -> new TensorFlowWeights(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("12 dims", "64", "bert_config.json");
    }

    @Test
    void a_missing_tensor_and_a_second_bert_are_named() throws IOException {
        Map<String, INDArray> variables = variables(tensors(WIDE), "");
        variables.remove("bert/encoder/layer_1/attention/self/key/kernel");
        Checkpoints.write(folder.resolve("bert_model.ckpt"), variables);
        assertThatThrownBy(() -> new TensorFlowWeights(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("bert_model.ckpt.index", "encoder.layer.1.attention.self.key.weight");

        variables.putAll(variables(tensors(WIDE), "teacher/"));
        Checkpoints.write(folder.resolve("bert_model.ckpt"), variables);
        assertThatThrownBy(() -> new TensorFlowWeights(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("holds two BERTs, bert/embeddings/LayerNorm/beta and teacher/bert");
    }

    @Test
    void a_checkpoint_of_another_model_says_what_it_lacks() throws IOException {
        Checkpoints.write(folder.resolve("bert_model.ckpt"), Map.of("resnet/kernel", Nd4j.rand(2, 2)));
        assertThatThrownBy(() -> new TensorFlowWeights(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("embeddings.word_embeddings.weight is missing");
    }

    @Test
    void a_folder_must_hold_one_checkpoint() throws IOException {
        assertThatThrownBy(() -> new TensorFlowWeights(folder.resolve("none")).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("no such folder");
        Files.createFile(folder.resolve("model.ckpt-1.index"));
        Files.createFile(folder.resolve("model.ckpt-2.index"));
        assertThatThrownBy(() -> new TensorFlowWeights(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("one checkpoint", "[model.ckpt-1.index, model.ckpt-2.index]");
    }
}
