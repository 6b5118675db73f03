package matryoshka.bert;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import matryoshka.encoder.ModelFormatException;

/** Text encoders whose weights arrive as ordinary packages on the class path. */
public enum Pretrained {
    /** Sentence-BERT's general sentence encoder: 6 layers, 22.6 million numbers, 384 dims, English, uncased. */
    MINILM_L6(
            "sentence-transformers/all-MiniLM-L6-v2",
            "Apache-2.0",
            384,
            Pooling.MEAN,
            new OnnxWeights(
                    new PinnedResource(
                            "/all-minilm-l6-v2.onnx",
                            90_387_606,
                            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e"),
                    12),
            "/all-minilm-l6-v2-tokenizer.json");

    private final String model;
    private final String licence;
    private final int dimension;
    private final Pooling pooling;
    private final WeightSource weights;
    private final String tokenizerResource;

    Pretrained(
            String model,
            String licence,
            int dimension,
            Pooling pooling,
            WeightSource weights,
            String tokenizerResource) {
        this.model = model;
        this.licence = licence;
        this.dimension = dimension;
        this.pooling = pooling;
        this.weights = weights;
        this.tokenizerResource = tokenizerResource;
    }

    /** Its name on the command line, such as {@code minilm-l6}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Pretrained::id).toList();
    }

    /** Its name where it was published. */
    public String model() {
        return model;
    }

    /** The SPDX id of its licence. */
    public String licence() {
        return licence;
    }

    /** The full dimension D of its embeddings. */
    public int dimension() {
        return dimension;
    }

    /** How it was trained to make one vector of a text. */
    public Pooling pooling() {
        return pooling;
    }

    /** Where its weights come from. */
    public WeightSource weights() {
        return weights;
    }

    /** Its own tokenizer, truncating to {@link BertTokenizer#DEFAULT_MAX_LENGTH} tokens. */
    public BertTokenizer tokenizer() throws IOException {
        try (InputStream in = Pretrained.class.getResourceAsStream(tokenizerResource)) {
            if (in == null)
                throw new ModelFormatException(
                        tokenizerResource, "is not on the class path", "add the artifact that holds " + model);
            return BertTokenizer.of(in.readAllBytes(), tokenizerResource);
        }
    }
}
