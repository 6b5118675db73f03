package matryoshka.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pooling;
import matryoshka.bert.TinyBert;
import matryoshka.data.TextDataset;
import matryoshka.data.TrainingData;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** One batch that teaches {@link TinyBert} an objective, with c_m ≠ 1: every kind of head and of objective has one. */
public record TinyTask<D extends TrainingData<String>>(
        String name, MatryoshkaConfig config, Pooling pooling, Objective<? super D> objective, D data) {
    private static final int SEED = 5;
    private static final int TEXTS = 9;
    private static final int PAIRS = 6;
    private static final NestingDims DIMS = NestingDims.of(1, 5, TinyBert.DIMENSION);
    private static final List<String> CLASSES = List.of("a", "b", "c");

    /** Pooled by the mean. */
    public TinyTask(String name, MatryoshkaConfig config, Objective<? super D> objective, D data) {
        this(name, config, Pooling.MEAN, objective, data);
    }

    /** Each kind of classifier, one with smoothed labels. */
    public static Stream<TinyTask<?>> ofClasses() {
        return Stream.of(
                of("MRL", classifier(Head.MRL), new CrossEntropy(), texts()),
                of("MRL-E", classifier(Head.MRL_E), new CrossEntropy(), texts()),
                of("fixed feature", classifier(Head.FIXED_FEATURE), new CrossEntropy(), texts()),
                of("smoothed", classifier(Head.MRL), new CrossEntropy(0.3), texts()));
    }

    /** Each objective of pairs, mild enough for difference quotients. */
    public static Stream<TinyTask<?>> ofPairs() {
        MatryoshkaConfig embedding = MatryoshkaConfig.embedding(DIMS).withRelativeImportance(0.5, 2, 1.5);
        return Stream.of(
                of("InfoNCE", embedding, new InfoNce(0.5), TinyPairs.pairs(PAIRS, SEED)),
                of("CoSENT", embedding, new CoSent(3), TinyPairs.graded(PAIRS, SEED)),
                of("cosine regression", embedding, new CosineRegression(), TinyPairs.graded(PAIRS, SEED)));
    }

    /** A classifier above each pooling but the usual one. */
    public static Stream<TinyTask<?>> ofPoolings() {
        return Stream.of(Pooling.CLS, Pooling.POOLER)
                .map(pooling -> new TinyTask<>(
                        "pooling " + pooling.id(), classifier(Head.MRL), pooling, new CrossEntropy(), texts()));
    }

    public static Stream<TinyTask<?>> all() {
        return Stream.of(ofClasses(), ofPairs(), ofPoolings()).flatMap(tasks -> tasks);
    }

    private static <D extends TrainingData<String>> TinyTask<D> of(
            String name, MatryoshkaConfig config, Objective<? super D> objective, D data) {
        return new TinyTask<>(name, config, objective, data);
    }

    private static MatryoshkaConfig classifier(Head head) {
        if (head == Head.FIXED_FEATURE)
            return MatryoshkaConfig.fixedFeature(5, CLASSES).withRelativeImportance(0.7);
        return MatryoshkaConfig.of(DIMS, CLASSES).withHead(head).withRelativeImportance(0.5, 2, 1.5);
    }

    /** Texts of 1 to 9 words. */
    private static TextDataset texts() {
        String[] texts = TinyBert.texts(TEXTS, SEED).toArray(String[]::new);
        Arrays.setAll(texts, i -> (TinyBert.word(i) + " " + texts[i]).strip());
        String[] labels = new String[TEXTS];
        Arrays.setAll(labels, i -> CLASSES.get(i % CLASSES.size()));
        Table table = Table.create(StringColumn.create("t", texts), StringColumn.create("l", labels));
        return TextDataset.of("tiny", table, "t", "l");
    }

    /** A fresh model of floats, without dropout if its rate is 0. */
    public MatryoshkaModel<String> model(double dropout, Engine engine) {
        BertEncoder encoder = TinyBert.encoder(SEED, DataType.FLOAT, pooling).withDropout(dropout, dropout);
        return MatryoshkaModel.create(encoder, config, engine);
    }

    /** The same model in any type, with BERT's dropout. */
    MatryoshkaModel<String> model(DataType type, Engine engine) {
        Map<String, INDArray> heads = new LinkedHashMap<>();
        HeadParameters.initial(config).forEach((name, array) -> heads.put(name, array.castTo(type)));
        return new MatryoshkaModel<>(TinyBert.encoder(SEED, type, pooling), config, Parameters.of(heads), engine);
    }

    /** The numbers of all items. */
    public int[] items() {
        return IntStream.range(0, data.size()).toArray();
    }

    /** c_m. */
    public double[] importance() {
        return config.relativeImportance().stream().mapToDouble(c -> c).toArray();
    }

    /** The whole batch as {@link TrainingPrograms#whole} takes it; its dropout masks are always the same. */
    Map<String, INDArray> feed(DataType type) {
        BertEncoder encoder = TinyBert.encoder(SEED);
        Map<String, INDArray> feed = new HashMap<>(encoder.feed(examples(), Mode.TRAINING, new SplittableRandom(SEED)));
        feed.putAll(objective.targets(data, items()));
        feed.putAll(MatryoshkaLoss.importance(config.dims(), importance()));
        return TinyBert.cast(feed, type);
    }

    /** All first examples, then all second ones. */
    private List<String> examples() {
        int sides = data.examples(0).size();
        return IntStream.range(0, sides * data.size())
                .mapToObj(row -> data.examples(row % data.size()).get(row / data.size()))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
