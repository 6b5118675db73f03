package matryoshka.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.bert.BertConfig;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.BertTokenizer;
import matryoshka.bert.Pretrained;
import matryoshka.data.Datasets;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;
import matryoshka.model.CrossEntropy;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingStep;
import picocli.CommandLine.Option;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A BERT with random weights, a head at every doubling dim, and a batch of random words of one length. */
final class Workload {
    private static final int VOCABULARY = 30_522;
    private static final int POSITIONS = 512;
    private static final int SMALLEST_DIM = 8;
    private static final double DROPOUT = 0.1;
    private static final long SEED = 0;

    @Option(names = "--layers", defaultValue = "6", description = "Default: ${DEFAULT-VALUE}.")
    int layers;

    @Option(names = "--hidden", defaultValue = "384", description = "Default: ${DEFAULT-VALUE}.")
    int hidden;

    @Option(names = "--heads", defaultValue = "12", description = "Attention heads. Default: ${DEFAULT-VALUE}.")
    int heads;

    @Option(names = "--intermediate", defaultValue = "1536", description = "Default: ${DEFAULT-VALUE}.")
    int intermediate;

    @Option(names = "--batch", defaultValue = "32", description = "Texts. Default: ${DEFAULT-VALUE}.")
    int batch;

    @Option(names = "--tokens", defaultValue = "16", description = "Tokens a text. Default: ${DEFAULT-VALUE}.")
    int tokens;

    @Option(names = "--classes", defaultValue = "45", description = "Default: ${DEFAULT-VALUE}.")
    int classes;

    @Option(names = "--repeats", defaultValue = "12", description = "Timed runs. Default: ${DEFAULT-VALUE}.")
    int repeats;

    @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    int threads;

    @Option(
            names = "--warm-up",
            defaultValue = "4",
            description = "Seconds before each timing. Default: ${DEFAULT-VALUE}.")
    double warmUp;

    /** The model of these sizes. */
    MatryoshkaModel<String> model() throws IOException {
        requireValid();
        BertConfig config =
                new BertConfig(layers, hidden, heads, intermediate, VOCABULARY, POSITIONS, 2, 1e-12, DROPOUT, DROPOUT);
        BertTokenizer tokenizer = Pretrained.MINILM_L6.tokenizer().withMaxLength(tokens);
        List<String> names =
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        return MatryoshkaModel.create(
                BertEncoder.random(config, tokenizer, SEED),
                MatryoshkaConfig.of(NestingDims.doubling(SMALLEST_DIM, hidden), names),
                Engine.vectorized(threads));
    }

    private void requireValid() {
        require("--layers", layers, 1);
        require("--hidden", hidden, SMALLEST_DIM);
        require("--heads", heads, 1);
        require("--intermediate", intermediate, 1);
        require("--batch", batch, 1);
        require("--tokens", tokens, 3); // [CLS], a word, [SEP]
        if (tokens > POSITIONS)
            throw new IllegalArgumentException("--tokens must be " + POSITIONS + " or less, got " + tokens);
        require("--classes", classes, 2);
        require("--repeats", repeats, 1);
        require("--threads", threads, 1);
        if (!Double.isFinite(warmUp) || warmUp < 0)
            throw new IllegalArgumentException("--warm-up must be 0 or more seconds, got " + warmUp);
    }

    static void require(String option, int value, int least) {
        if (value < least) throw new IllegalArgumentException(option + " must be " + least + " or more, got " + value);
    }

    /** Of {@code runs} runs after the wanted warm-up. */
    Timing timing(int runs, Runnable body) {
        return Timing.of(runs, warmUp, body);
    }

    Timing timing(Runnable body) {
        return timing(repeats, body);
    }

    /** Texts of exactly the wanted length: words that are one token each, between [CLS] and [SEP]. */
    List<String> texts(BertEncoder encoder) throws IOException {
        List<String> words = words(encoder);
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> texts = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            List<String> text = new ArrayList<>();
            for (int t = 2; t < tokens; t++) text.add(words.get(random.nextInt(words.size())));
            texts.add(String.join(" ", text));
        }
        return texts;
    }

    private static List<String> words(BertEncoder encoder) throws IOException {
        return Datasets.reviews().texts().stream()
                .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+")))
                .filter(word -> !word.isEmpty())
                .distinct()
                .filter(word -> encoder.length(word) == 3)
                .toList();
    }

    /** The texts with random classes, as one batch of the loss summed over all dims with equal importance. */
    TrainingStep.Batch<TextDataset> batch(MatryoshkaModel<String> model) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> names = model.config().classes();
        List<String> labels = IntStream.range(0, batch)
                .mapToObj(i -> names.get(random.nextInt(classes)))
                .toList();
        Table table = Table.create(
                StringColumn.create("text", texts((BertEncoder) model.encoder())),
                StringColumn.create("label", labels));
        TextDataset data =
                TextDataset.of("random words", table, "text", "label").withClasses(names);
        double[] importance = new double[model.config().dims().size()];
        Arrays.fill(importance, 1);
        return new TrainingStep.Batch<>(data, IntStream.range(0, batch).toArray(), importance);
    }

    /** How {@link #batch} is learned from: all texts encoded at once. */
    TrainingStep<String, TextDataset> step(MatryoshkaModel<String> model) {
        TrainOptions options = TrainOptions.defaults().withRates(2e-5, 2e-5).withChunkSize(batch * tokens);
        return new TrainingStep<String, TextDataset>(model, new CrossEntropy(), options);
    }

    long batchTokens() {
        return (long) batch * tokens;
    }

    /** Of the encoder's matrix products, forward: 2 for each multiplication and addition. */
    double forwardFlops() {
        double weights = 4.0 * hidden * hidden + 2.0 * hidden * intermediate;
        double attention = 2.0 * tokens * hidden;
        return 2 * layers * (weights + attention) * batchTokens();
    }
}
