package matryoshka.bert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.EncoderLoader;
import matryoshka.encoder.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a {@link BertEncoder} back from a model's folder. */
public final class BertEncoderLoader implements EncoderLoader {
    static final String KIND = "bert";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Encoder<?> load(Path folder, Parameters parameters) throws IOException {
        BertConfig config = BertConfig.read(folder.resolve(BertEncoder.CONFIG_FILE));
        Map<String, INDArray> own = new LinkedHashMap<>();
        for (String name : BertWeights.shapes(config).keySet()) own.put(name, parameters.get(name));
        BertWeights weights = new BertWeights(config, Parameters.of(own));
        BertTokenizer tokenizer = BertTokenizer.read(folder.resolve(BertEncoder.TOKENIZER_FILE));
        return new BertEncoder(
                config, weights.parameters(), tokenizer.withMaxLength(BertEncoder.savedMaxLength(folder)));
    }
}
