package matryoshka.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Split;
import matryoshka.data.VectorDataset;
import matryoshka.encoder.VectorEncoder;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.NestedHeads;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;

/**
 * Linear classifiers on frozen embeddings, one of its own for every dim: what a model's prefixes offer to a head that
 * is trained for them afterwards. The numbers are scaled by one factor to unit mean square, which the heads undo.
 */
public final class LinearProbe {
    private static final int EPOCHS = 30;
    private static final int BATCH = 256;
    private static final double HEAD_RATE = 0.2;
    private static final double WEIGHT_DECAY = 0.02;

    private LinearProbe() {}

    /**
     * Trains the probes.
     *
     * @param train [N, D] with labels
     * @param dims the largest of them D
     */
    public static NestedHeads fit(Embeddings train, List<String> classes, NestingDims dims, long seed, Engine engine) {
        float scale = (float) (1 / rootMeanSquare(train.values()));
        VectorDataset data = new VectorDataset("embeddings", scaled(train, scale), classes);
        Split<VectorDataset> split = new Split<>(data, empty(data), empty(data));
        MatryoshkaModel<float[]> model = MatryoshkaModel.create(
                new VectorEncoder(train.dimension()),
                MatryoshkaConfig.of(dims, classes).withSeed(seed),
                engine);
        TrainOptions options = TrainOptions.defaults();
        new Trainer(options.withEpochs(EPOCHS)
                        .withBatchSize(BATCH)
                        .withChunkSize(BATCH)
                        .withOptimization(options.optimization()
                                .withRates(options.optimization().encoderRate(), HEAD_RATE)
                                .withWeightDecay(WEIGHT_DECAY))
                        .withSeed(seed))
                .fit(model, split);
        return model.heads().scaled(scale);
    }

    /** The accuracy by dim on {@code test} [Q, D], labelled, of probes trained on {@code train} [N, D]. */
    public static SortedMap<Integer, Double> accuracies(
            Embeddings train, Embeddings test, NestingDims dims, long seed, Engine engine) {
        int classes = 1 + Math.max(largestLabel(train), largestLabel(test));
        List<String> names =
                IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        NestedHeads probes = fit(train, names, dims, seed, engine);
        SortedMap<Integer, Double> accuracies = new TreeMap<>();
        for (int dim : dims.dims()) {
            ClassAccuracy accuracy = ClassAccuracy.of(test.labels(), probes.topClasses(test, dim), classes);
            accuracies.put(dim, accuracy.overall());
        }
        return accuracies;
    }

    private static int largestLabel(Embeddings labelled) {
        return Arrays.stream(labelled.labels())
                .max()
                .orElseThrow(() -> new IllegalArgumentException("a probe needs labelled embeddings, got no row"));
    }

    private static VectorDataset empty(VectorDataset data) {
        return new VectorDataset(data.name(), data.embeddings().select(), data.classes());
    }

    private static double rootMeanSquare(float[] values) {
        double squares = 0;
        for (float value : values) squares += (double) value * value;
        return Math.max(Math.sqrt(squares / values.length), Double.MIN_NORMAL);
    }

    private static Embeddings scaled(Embeddings embeddings, float scale) {
        float[] values = embeddings.values().clone();
        for (int i = 0; i < values.length; i++) values[i] *= scale;
        return Embeddings.of(values, embeddings.rows(), embeddings.dimension()).withLabels(embeddings.labels());
    }
}
