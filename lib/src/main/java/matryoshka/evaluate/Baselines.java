package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.engine.Engine;
import matryoshka.model.NestedHeads;

/**
 * What a plain model offers at fewer dims than it was trained at, the baselines without which a chart of MRL says little:
 * its first dims, random ones, its principal components, and the singular vectors of its classifier.
 */
public final class Baselines {
    public static final String PLAIN = "plain";
    public static final String RANDOM = "random";
    public static final String PCA = "PCA";
    public static final String SVD = "SVD";

    private Baselines() {}

    /**
     * Four reports, in that order; each with the metrics of {@link DimensionEvaluator}, the head sliced, and with
     * {@link Metric#PROBE}.
     *
     * @param plain the heads of a model trained at the full dim alone
     * @param seed of the random features and the probes
     */
    public static List<DimensionReport> of(
            NestedHeads plain, Embeddings database, Embeddings queries, NestingDims dims, long seed, Engine engine) {
        NestedHeads.Linear head = plain.largest();
        Map<String, Rotation> rotations = new LinkedHashMap<>();
        rotations.put(RANDOM, Rotation.randomFeatures(database.dimension(), seed));
        rotations.put(PCA, Rotation.principalComponents(database));
        rotations.put(SVD, Rotation.singularVectors(head));
        List<DimensionReport> reports = new ArrayList<>();
        reports.add(report(PLAIN, plain, database, queries, dims, seed, engine));
        rotations.forEach((name, rotation) -> reports.add(report(
                name, rotation.apply(head), rotation.apply(database), rotation.apply(queries), dims, seed, engine)));
        return reports;
    }

    private static DimensionReport report(
            String name,
            NestedHeads heads,
            Embeddings database,
            Embeddings queries,
            NestingDims dims,
            long seed,
            Engine engine) {
        return DimensionEvaluator.evaluate(name, heads, database, queries, dims)
                .with(Metric.PROBE, LinearProbe.accuracies(database, queries, dims, seed, engine));
    }
}
