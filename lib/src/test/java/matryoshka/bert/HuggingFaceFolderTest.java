package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HuggingFaceFolderTest {
    private final Map<String, INDArray> tensors = BertWeightsTest.tensors(BertWeightsTest.TINY);

    @TempDir
    Path folder;

    @BeforeEach
    void write_config() throws IOException {
        BertWeightsTest.TINY.write(folder.resolve("config.json"));
    }

    private BertWeights loaded(Map<String, INDArray> stored) throws IOException {
        Safetensors.write(folder.resolve("model.safetensors"), Parameters.of(stored), Map.of("format", "pt"));
        return new HuggingFaceFolder(folder).load(Pooling.MEAN);
    }

    @Test
    void a_checkpoint_with_pooler_loads_without_it() throws IOException {
        var stored = new LinkedHashMap<>(tensors);
        stored.put("pooler.dense.bias", Nd4j.ones(12));

        BertWeights weights = loaded(stored);
        assertThat(weights.config()).isEqualTo(BertWeightsTest.TINY);
        assertThat(weights.parameters().names()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach(
                (name, array) -> assertThat(weights.parameters().get(name)).isEqualTo(array));
    }

    @Test
    void a_checkpoint_with_a_head_names_its_tensors_with_a_prefix() throws IOException {
        var stored = new LinkedHashMap<String, INDArray>();
        tensors.forEach((name, array) -> stored.put("bert." + name, array));
        stored.put("cls.predictions.bias", Nd4j.ones(50));

        assertThat(loaded(stored).parameters().names()).containsExactlyElementsOf(tensors.keySet());
    }

    @Test
    void an_incomplete_checkpoint_names_the_file_and_the_tensor() {
        tensors.remove("embeddings.LayerNorm.bias");

        assertThatThrownBy(() -> loaded(tensors))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("model.safetensors", "embeddings.LayerNorm.bias [12] is missing");
    }

    @Test
    void a_folder_without_files_says_which_one_is_missing() throws IOException {
        assertThatThrownBy(() -> new HuggingFaceFolder(folder).load(Pooling.MEAN))
                .hasMessageContaining("model.safetensors");
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(() -> new HuggingFaceFolder(folder).load(Pooling.MEAN))
                .hasMessageContaining("config.json");
    }
}
