package matryoshka.bert;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import matryoshka.data.FetchedSet;

/**
 * Text encoders whose weights arrive as ordinary packages: on the class path, or fetched when they are first asked for.
 */
public enum Pretrained {
    /** Sentence-BERT's general sentence encoder: 6 layers, 22.6 million numbers, 384 dims, English, uncased. */
    MINILM_L6(
            "sentence-transformers/all-MiniLM-L6-v2",
            "Apache-2.0",
            new BertConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-12, 0.1, 0.1),
            Pooling.MEAN,
            null,
            config -> new OnnxWeights(
                    new PinnedResource(
                            "/all-minilm-l6-v2.onnx",
                            90_387_606,
                            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e"),
                    config),
            () -> BertTokenizer.of(new PinnedResource(
                    "/all-minilm-l6-v2-tokenizer.json",
                    711_661,
                    "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0"))),
    /** BAAI's small general embedding: 12 layers, 33.2 million numbers, 384 dims, English, uncased. */
    BGE_SMALL(
            "BAAI/bge-small-en-v1.5",
            "MIT",
            new BertConfig(12, 384, 12, 1536, 30522, 512, 2, 1e-12, 0.1, 0.1),
            Pooling.CLS,
            PretrainedSets.BGE_SMALL,
            config -> new OnnxWeights(
                    new FetchedPinned(PretrainedSets.BGE_SMALL, PretrainedSets.BGE_SMALL_WEIGHTS), config),
            () -> BertTokenizer.of(new FetchedPinned(PretrainedSets.BGE_SMALL, PretrainedSets.BGE_SMALL_TOKENIZER))),
    /** The BERT of arXiv:1810.04805, base size: 12 layers, 109.5 million numbers, 768 dims, English, uncased. */
    BERT_BASE_UNCASED(
            "google-bert/bert-base-uncased",
            "Apache-2.0",
            new BertConfig(12, 768, 12, 3072, 30522, 512, 2, 1e-12, 0.1, 0.1),
            Pooling.POOLER,
            PretrainedSets.BERT_BASE,
            config -> pooling -> new TensorFlowWeights(PretrainedSets.BERT_BASE.fetch()).load(pooling),
            () -> BertTokenizer.ofVocabulary(
                    new FetchedPinned(PretrainedSets.BERT_BASE, PretrainedSets.BERT_BASE_VOCABULARY), true));

    private final String model;
    private final String licence;
    private final BertConfig config;
    private final Pooling pooling;
    private final FetchedSet fetched; // or null
    private final WeightSource weights;
    private final TokenizerSource tokenizer;

    Pretrained(
            String model,
            String licence,
            BertConfig config,
            Pooling pooling,
            FetchedSet fetched,
            Function<BertConfig, WeightSource> weights,
            TokenizerSource tokenizer) {
        this.model = model;
        this.licence = licence;
        this.config = config;
        this.pooling = pooling;
        this.fetched = fetched;
        this.weights = weights.apply(config);
        this.tokenizer = tokenizer;
    }

    /** Where a tokenizer comes from. */
    @FunctionalInterface
    private interface TokenizerSource {
        BertTokenizer load() throws IOException;
    }

    /** Its name on the command line, such as {@code minilm-l6}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Pretrained::id).toList();
    }

    /** The one of that name, if there is one. */
    public static Optional<Pretrained> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
    }

    /** Its name where it was published. */
    public String model() {
        return model;
    }

    /** The SPDX id of its licence. */
    public String licence() {
        return licence;
    }

    public BertConfig config() {
        return config;
    }

    /** The full dimension D of its embeddings. */
    public int dimension() {
        return config.hidden();
    }

    /** How it was trained to make one vector of a text. */
    public Pooling pooling() {
        return pooling;
    }

    /** Its package, if it is one that is fetched when it is first asked for. */
    public Optional<FetchedSet> fetched() {
        return Optional.ofNullable(fetched);
    }

    /** Where its weights come from. */
    public WeightSource weights() {
        return weights;
    }

    /** Its own tokenizer, truncating to {@link BertTokenizer#DEFAULT_MAX_LENGTH} tokens. */
    public BertTokenizer tokenizer() throws IOException {
        return tokenizer.load();
    }
}
