package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.NestingDims;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
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
        return loaded(stored, Pooling.MEAN);
    }

    private BertWeights loaded(Map<String, INDArray> stored, Pooling pooling) throws IOException {
        Safetensors.write(folder.resolve("model.safetensors"), Parameters.of(stored), Map.of("format", "pt"));
        return new HuggingFaceFolder(folder).load(pooling);
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
    void texts_are_cut_as_the_folder_says_but_never_beyond_its_positions() throws IOException {
        TinyBert.encoder(3).export(folder, NestingDims.of(TinyBert.DIMENSION));
        Path lengths = folder.resolve("sentence_bert_config.json");
        Map<String, Integer> cut =
                Map.of("{\"max_seq_length\": 9}", 9, "{\"max_seq_length\": 9999}", TinyBert.POSITIONS);
        for (String json : cut.keySet()) {
            Files.writeString(lengths, json);
            assertThat(BertEncoder.fromFolder(folder).tokenizer().maxLength()).isEqualTo(cut.get(json));
        }
        for (String wrong : List.of("2", "\"9\"", "9.5")) {
            Files.writeString(lengths, "{\"max_seq_length\": " + wrong + "}");
            assertThatThrownBy(() -> BertEncoder.fromFolder(folder))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll("sentence_bert_config.json", "3 or more, got " + wrong);
        }
    }

    @Test
    void a_checkpoint_with_a_head_names_its_tensors_with_a_prefix() throws IOException {
        var stored = new LinkedHashMap<String, INDArray>();
        tensors.forEach((name, array) -> stored.put("bert." + name, array));
        stored.put("cls.predictions.bias", Nd4j.ones(50));

        assertThat(loaded(stored).parameters().names()).containsExactlyElementsOf(tensors.keySet());
    }

    @Test
    void a_pooler_asked_for_is_loaded_or_missed_by_name() throws IOException {
        assertThatThrownBy(() -> loaded(tensors, Pooling.POOLER))
                .hasMessageContainingAll("pooler.dense.weight [12, 12] is missing", "pooler.dense.bias");
        tensors.put("pooler.dense.weight", Nd4j.eye(12).castTo(DataType.FLOAT));
        tensors.put("pooler.dense.bias", Nd4j.ones(12));
        assertThat(loaded(tensors, Pooling.POOLER).parameters().names()).containsExactlyElementsOf(tensors.keySet());
    }

    @Test
    void layer_norms_of_old_checkpoints_have_gamma_and_beta() throws IOException {
        var stored = new LinkedHashMap<String, INDArray>();
        tensors.forEach((name, array) -> stored.put(
                name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
                array));
        assertThat(loaded(stored).parameters().names()).containsExactlyElementsOf(tensors.keySet());
    }

    @Test
    void all_that_is_wrong_with_the_tensors_is_listed_in_one_message() {
        tensors.remove("embeddings.LayerNorm.bias");
        tensors.put("encoder.layer.2.output.dense.bias", Nd4j.ones(12));
        tensors.put("encoder.layer.0.intermediate.dense.weight", Nd4j.ones(12, 20));
        assertThatThrownBy(() -> loaded(tensors))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(
                        "embeddings.LayerNorm.bias [12] is missing",
                        "encoder.layer.2.output.dense.bias is surplus",
                        "encoder.layer.0.intermediate.dense.weight has shape [12, 20] instead of [20, 12]");
    }

    @Test
    void shards_are_read_by_their_index() throws IOException {
        writeShards("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        BertWeights weights = new HuggingFaceFolder(folder).load(Pooling.MEAN);
        tensors.forEach(
                (name, array) -> assertThat(weights.parameters().get(name)).isEqualTo(array));
    }

    @Test
    void a_shard_that_is_missing_or_outside_the_folder_is_named() throws IOException {
        writeShards("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertThatThrownBy(() -> new HuggingFaceFolder(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model-00002-of-00002.safetensors");
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, Files.readString(index).replace("model-00001", "../model-00001"));
        assertThatThrownBy(() -> new HuggingFaceFolder(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("../model-00001", "plain name in the same folder");
    }

    /** Every other tensor in the first file, the rest in the second, and the index of both. */
    private void writeShards(String first, String second) throws IOException {
        var parts = List.of(new LinkedHashMap<String, INDArray>(), new LinkedHashMap<String, INDArray>());
        var map = new LinkedHashMap<String, String>();
        tensors.forEach((name, array) -> {
            int part = map.size() % 2;
            parts.get(part).put(name, array);
            map.put(name, part == 0 ? first : second);
        });
        Safetensors.write(folder.resolve(first), Parameters.of(parts.get(0)), Map.of("format", "pt"));
        Safetensors.write(folder.resolve(second), Parameters.of(parts.get(1)), Map.of("format", "pt"));
        Files.write(
                folder.resolve("model.safetensors.index.json"),
                new ObjectMapper().writeValueAsBytes(Map.of("metadata", Map.of(), "weight_map", map)));
    }

    @Test
    void a_pickle_is_refused_with_advice() throws IOException {
        Files.write(folder.resolve("pytorch_model.bin"), new byte[] {'P', 'K'});
        assertThatThrownBy(() -> new HuggingFaceFolder(folder).load(Pooling.MEAN))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("pytorch_model.bin", "runs code", "safe_serialization=True");
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
