package matryoshka.bert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A BERT as Python's sentence-transformers loads it: transformer, pooling and, for BERT's pooler, a tanh layer above
 * [CLS]; and as an ONNX file where its ONNX backend looks.
 */
record SentenceTransformersFolder(Path folder) {
    static final String MODULES = "modules.json";
    static final String SETTINGS = "config_sentence_transformers.json";
    static final String ONNX = "onnx/model.onnx";
    private static final String CLASSES = "sentence_transformers.models."; // where every version finds them
    private static final Map<String, String> PYTORCH = Map.of("format", "pt");

    void write(BertWeights weights, BertTokenizer tokenizer) throws IOException {
        boolean pooler = weights.pooling() == Pooling.POOLER;
        weights.config().write(folder.resolve(HuggingFaceFolder.CONFIG));
        Safetensors.write(folder.resolve(HuggingFaceFolder.WEIGHTS), withPooler(weights), PYTORCH);
        new TokenizerFiles(tokenizer).write(folder);
        PoolingFile.write(folder, weights.config().hidden(), pooler ? Pooling.CLS : weights.pooling());
        if (pooler) DenseFile.write(folder, weights);
        JsonFile.write(folder.resolve(MODULES), modules(pooler));
        LengthFile.write(folder, tokenizer.maxLength());
        JsonFile.write(folder.resolve(SETTINGS), settings());
        Files.createDirectories(folder.resolve(ONNX).getParent());
        BertOnnx.write(folder.resolve(ONNX), weights);
    }

    /**
     * Transformers' BertModel always has a pooler, and warns where a file has none that it drew one at random. Where
     * nothing uses it, the identity stands in.
     */
    private static Parameters withPooler(BertWeights weights) {
        if (weights.pooling() == Pooling.POOLER) return weights.parameters();
        int width = weights.config().hidden();
        Map<String, INDArray> pooler = new LinkedHashMap<>();
        pooler.put(BertWeights.POOLER + ".weight", Nd4j.eye(width).castTo(DataType.FLOAT));
        pooler.put(BertWeights.POOLER + ".bias", Nd4j.zeros(DataType.FLOAT, width));
        return weights.parameters().merged(Parameters.of(pooler));
    }

    private static ArrayNode modules(boolean pooler) {
        ArrayNode modules = JsonNodeFactory.instance.arrayNode();
        List<String> names = pooler ? List.of("Transformer", "Pooling", "Dense") : List.of("Transformer", "Pooling");
        for (String name : names) {
            int index = modules.size();
            modules.addObject()
                    .put("idx", index)
                    .put("name", "" + index)
                    .put("path", index == 0 ? "" : index + "_" + name)
                    .put("type", CLASSES + name);
        }
        return modules;
    }

    private static ObjectNode settings() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("similarity_fn_name", "cosine");
        settings.putObject("prompts");
        return settings.putNull("default_prompt_name");
    }
}
