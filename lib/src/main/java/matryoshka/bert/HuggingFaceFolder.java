package matryoshka.bert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A user's folder with {@code config.json} and {@code model.safetensors}, as Hugging Face saves a BERT. The pooler and
 * the heads of pre-training are left out.
 */
public record HuggingFaceFolder(Path folder) implements WeightSource {
    private static final String PREFIX = "bert."; // of checkpoints with a head

    @Override
    public BertWeights load() throws IOException {
        BertConfig config = BertConfig.read(folder.resolve("config.json"));
        Path file = folder.resolve("model.safetensors");
        var expected = BertWeights.shapes(config).keySet();
        Parameters stored =
                Safetensors.read(file, name -> expected.contains(plain(name))).parameters();
        var tensors = new LinkedHashMap<String, INDArray>();
        stored.forEach((name, array) -> tensors.put(plain(name), array));
        try {
            return new BertWeights(config, Parameters.of(tensors));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), "fetch or save the model again").initCause(e);
        }
    }

    private static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }
}
