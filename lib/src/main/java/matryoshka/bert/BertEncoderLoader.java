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
        Pooling pooling = BertEncoder.savedPooling(folder);
        for (String name : BertWeights.shapes(config, pooling).keySet()) own.put(name, parameters.get(name));
        BertWeights weights = new BertWeights(config, pooling, Parameters.of(own));
        BertTokenizer tokenizer = BertTokenizer.read(folder.resolve(BertTokenizer.FILE));
        return new BertEncoder(weights, tokenizer.withMaxLength(BertEncoder.savedMaxLength(folder)));
    }
}
