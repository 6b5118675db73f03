package matryoshka.bert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.NestingDims;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelCard;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Natives;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A BERT that turns texts into embeddings z [B, H]: tokenizer, transformer, pooling. */
public final class BertEncoder implements Encoder<String> {
    static final String CONFIG_FILE = "bert.json";
    private static final String TOKENIZER_CONFIG_FILE = "tokenizer_config.json";
    private static final String MAX_LENGTH = "model_max_length";
    private static final String POOLING = "pooling";
    private static final String LAYER = "encoder.layer.";

    private final BertConfig config;
    private final Pooling pooling;
    private final Parameters parameters;
    private final BertTokenizer tokenizer;
    private final BertFeed feed;

    BertEncoder(BertWeights weights, BertTokenizer tokenizer) {
        config = weights.config();
        if (tokenizer.vocabulary() > config.vocabulary())
            throw new IllegalArgumentException("the tokenizer knows " + tokenizer.vocabulary()
                    + " words, the weights only " + config.vocabulary() + ": use the tokenizer of these weights");
        if (tokenizer.maxLength() > config.maxPositions())
            throw new IllegalArgumentException("the tokenizer cuts texts to " + tokenizer.maxLength()
                    + " tokens, the weights have positions for " + config.maxPositions() + ": use withMaxLength("
                    + config.maxPositions() + ")");
        pooling = weights.pooling();
        parameters = weights.parameters();
        this.tokenizer = tokenizer;
        feed = new BertFeed(config);
    }

    /** Weights and tokenizer of a built-in encoder, pooled its own way, read anew: each caller trains its own. */
    public static BertEncoder pretrained(Pretrained pretrained) throws IOException {
        return pretrained(pretrained, pretrained.pooling());
    }

    /** The same, pooled in another way. */
    public static BertEncoder pretrained(Pretrained pretrained, Pooling pooling) throws IOException {
        Natives.startAside();
        return new BertEncoder(pretrained.weights().load(pooling), pretrained.tokenizer());
    }

    /**
     * A BERT of one's own, pooled as its {@code 1_Pooling/config.json} says, or by the mean; see {@link
     * #fromFolder(Path, Pooling)}.
     */
    public static BertEncoder fromFolder(Path folder) throws IOException {
        return fromFolder(folder, PoolingFile.read(folder).orElse(Pooling.MEAN));
    }

    /**
     * A BERT of one's own: a Hugging Face folder with {@code config.json}, {@code model.safetensors} (whole or in
     * shards) and {@code tokenizer.json} or {@code vocab.txt}. Texts are cut as its {@code sentence_bert_config.json}
     * says, or to {@link BertTokenizer#DEFAULT_MAX_LENGTH} tokens.
     *
     * @throws matryoshka.encoder.ModelFormatException naming the file and all that is wrong with it
     */
    public static BertEncoder fromFolder(Path folder, Pooling pooling) throws IOException {
        BertWeights weights = new HuggingFaceFolder(folder).load(pooling);
        BertTokenizer tokenizer = BertTokenizer.fromFolder(folder);
        int asked = LengthFile.read(folder).orElse(tokenizer.maxLength());
        int possible = Math.min(BertTokenizer.LONGEST, weights.config().maxPositions());
        return new BertEncoder(weights, tokenizer.withMaxLength(Math.min(asked, possible)));
    }

    /**
     * A BERT that has learned nothing, pooled by the mean: normal weights of deviation 0.02, as BERT's training begins
     * (arXiv:1810.04805); biases 0, layer norms 1.
     */
    public static BertEncoder random(BertConfig config, BertTokenizer tokenizer, long seed) {
        return new BertEncoder(BertWeights.random(config, Pooling.MEAN, seed), tokenizer);
    }

    /** The same encoder, sharing its weights, that cuts texts to {@code maxLength} tokens (3..512). */
    public BertEncoder withMaxLength(int maxLength) {
        return new BertEncoder(weights(config, parameters), tokenizer.withMaxLength(maxLength));
    }

    /** The first {@code layers} layers of this encoder, sharing its weights: smaller, faster, to be fine-tuned. */
    public BertEncoder withLayers(int layers) {
        if (layers < 1 || layers > config.layers())
            throw new IllegalArgumentException(
                    "layers to keep must be 1.." + config.layers() + " of this encoder, got " + layers);
        Map<String, INDArray> kept = new LinkedHashMap<>();
        BertConfig smaller = config.withLayers(layers);
        for (String name : BertWeights.shapes(smaller, pooling).keySet()) kept.put(name, parameters.get(name));
        return new BertEncoder(weights(smaller, Parameters.of(kept)), tokenizer);
    }

    /** The same encoder, sharing its weights, with other dropout rates in training. */
    public BertEncoder withDropout(double hidden, double attention) {
        return new BertEncoder(weights(config.withDropout(hidden, attention), parameters), tokenizer);
    }

    private BertWeights weights(BertConfig config, Parameters parameters) {
        return new BertWeights(config, pooling, parameters);
    }

    public BertConfig config() {
        return config;
    }

    /** How token vectors become one of a text. */
    public Pooling pooling() {
        return pooling;
    }

    public BertTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int dimension() {
        return config.hidden();
    }

    @Override
    public Class<String> exampleType() {
        return String.class;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int layers() {
        return config.layers();
    }

    @Override
    public int layer(String parameter) {
        if (parameter.startsWith(BertWeights.POOLER)) return config.layers();
        if (!parameter.startsWith(LAYER)) return 0;
        int end = parameter.indexOf('.', LAYER.length());
        return 1 + Integer.parseInt(parameter.substring(LAYER.length(), end));
    }

    @Override
    public SDVariable build(SameDiff graph, Mode mode) {
        BertGraph bert = new BertGraph(graph, parameters, config, mode);
        return bert.pooled(bert.lastHiddenState(), pooling);
    }

    /** The last hidden state [B, L, H], for those who look inside. */
    public SDVariable buildHidden(SameDiff graph) {
        return new BertGraph(graph, parameters, config, Mode.INFERENCE).lastHiddenState();
    }

    @Override
    public int length(String text) {
        return tokenizer.encode(text).length;
    }

    @Override
    public Map<String, INDArray> feed(List<String> texts, Mode mode, SplittableRandom random) {
        return feed.of(tokenizer.encode(texts), mode, random);
    }

    @Override
    public String kind() {
        return BertEncoderLoader.KIND;
    }

    @Override
    public void saveConfig(Path folder) throws IOException {
        var sizes = config.json().put(POOLING, pooling.id());
        JsonFile.write(folder.resolve(CONFIG_FILE), sizes);
        Files.write(folder.resolve(BertTokenizer.FILE), tokenizer.json());
        var limits = JsonNodeFactory.instance.objectNode().put(MAX_LENGTH, tokenizer.maxLength());
        JsonFile.write(folder.resolve(TOKENIZER_CONFIG_FILE), limits);
    }

    /**
     * Writes a folder that sentence-transformers loads, with an ONNX file beside it; see {@link Encoder#export}.
     *
     * @throws IllegalArgumentException if the weights take more than the 2 GiB of an ONNX file
     */
    @Override
    public ModelCard export(Path folder, NestingDims dims) throws IOException {
        new SentenceTransformersFolder(folder).write(weights(config, parameters), tokenizer);
        return BertCard.of(this, dims);
    }

    /** The pooling that {@link #saveConfig} kept; the mean in folders older than the choice. */
    static Pooling savedPooling(Path folder) throws IOException {
        String id = JsonFile.read(folder.resolve(CONFIG_FILE)).path(POOLING).asText(Pooling.MEAN.id());
        return Pooling.of(id);
    }

    /** The length texts are cut to, as {@link #saveConfig} kept it. */
    static int savedMaxLength(Path folder) throws IOException {
        return JsonFile.read(folder.resolve(TOKENIZER_CONFIG_FILE))
                .path(MAX_LENGTH)
                .asInt();
    }
}
