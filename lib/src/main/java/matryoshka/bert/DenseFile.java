package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import matryoshka.encoder.StoredTensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** BERT's pooler as sentence-transformers knows it: a tanh layer above [CLS], in {@code 2_Dense}. */
final class DenseFile {
    static final String FOLDER = "2_Dense";
    private static final String TANH = "torch.nn.modules.activation.Tanh";
    private static final String LINEAR = "linear.";
    private static final List<String> PARTS = List.of("weight", "bias");

    private DenseFile() {}

    /**
     * Whether the model in {@code folder} has a layer above its pooling.
     *
     * @throws ModelFormatException if that is not the pooler of its own BERT
     */
    static boolean isIn(Path folder) throws IOException {
        Path dense = folder.resolve(FOLDER);
        if (!Files.isDirectory(dense)) return false;
        if (!isTanh(dense.resolve(HuggingFaceFolder.CONFIG)) || !isPooler(folder, dense))
            throw new ModelFormatException(
                    dense,
                    "is a layer above the pooling that is not BERT's own pooler",
                    "choose a pooling, which leaves it out: fromFolder(folder, Pooling.MEAN)");
        return true;
    }

    private static boolean isTanh(Path config) throws IOException {
        if (!Files.isRegularFile(config)) return false;
        JsonNode json = JsonFile.read(config);
        return json.path("activation_function").asText(TANH).equals(TANH)
                && !json.path("use_residual").asBoolean();
    }

    private static boolean isPooler(Path folder, Path dense) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> bert = new HuggingFaceFolder(folder).tensors(arena);
            Map<String, StoredTensor> layer = Safetensors.map(dense.resolve(HuggingFaceFolder.WEIGHTS), arena);
            for (String part : PARTS) {
                StoredTensor pooler = bert.get(BertWeights.POOLER + "." + part), own = layer.get(LINEAR + part);
                if (pooler == null || own == null || !isSame(pooler, own)) return false;
            }
            return true;
        }
    }

    private static boolean isSame(StoredTensor a, StoredTensor b) {
        return a.dtype().equals(b.dtype())
                && Arrays.equals(a.shape(), b.shape())
                && a.bytes().mismatch(b.bytes()) < 0;
    }

    static void write(Path folder, BertWeights weights) throws IOException {
        Path dense = Files.createDirectory(folder.resolve(FOLDER));
        int width = weights.config().hidden();
        var config = JsonNodeFactory.instance
                .objectNode()
                .put("in_features", width)
                .put("out_features", width)
                .put("bias", true)
                .put("activation_function", TANH);
        JsonFile.write(dense.resolve(HuggingFaceFolder.CONFIG), config);
        Map<String, INDArray> layer = new LinkedHashMap<>();
        for (String part : PARTS) layer.put(LINEAR + part, weights.parameters().get(BertWeights.POOLER + "." + part));
        Safetensors.write(dense.resolve(HuggingFaceFolder.WEIGHTS), Parameters.of(layer), Map.of("format", "pt"));
    }
}
