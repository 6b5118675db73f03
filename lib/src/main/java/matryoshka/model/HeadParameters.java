package matryoshka.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.encoder.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The trainable tensors of the heads: W [m, C] and b [C] for every nesting dim, or one shared pair for MRL-E. */
final class HeadParameters {
    static final String PREFIX = "heads.";
    private static final String SHARED = PREFIX + "shared";

    private HeadParameters() {}

    static String weight(MatryoshkaConfig config, int dim) {
        return name(config, dim) + ".weight";
    }

    static String bias(MatryoshkaConfig config, int dim) {
        return name(config, dim) + ".bias";
    }

    private static String name(MatryoshkaConfig config, int dim) {
        return config.head() == Head.MRL_E ? SHARED : PREFIX + dim;
    }

    /** Weights uniform in ±1/√m, biases 0. */
    static Parameters initial(MatryoshkaConfig config) {
        SplittableRandom random = new SplittableRandom(config.seed());
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        int classes = config.classes().size();
        for (int dim : ownDims(config)) {
            float[] weights = new float[dim * classes];
            double bound = 1 / Math.sqrt(dim);
            for (int i = 0; i < weights.length; i++) weights[i] = (float) random.nextDouble(-bound, bound);
            tensors.put(weight(config, dim), Nd4j.create(weights, new int[] {dim, classes}, 'c'));
            tensors.put(bias(config, dim), Nd4j.createFromArray(new float[classes]));
        }
        return Parameters.of(tensors);
    }

    /** The dims with weights of their own: all, for MRL-E the full one alone, without a classifier none. */
    private static List<Integer> ownDims(MatryoshkaConfig config) {
        return switch (config.head()) {
            case MRL, FIXED_FEATURE -> config.dims().dims();
            case MRL_E -> List.of(config.dims().full());
            case NONE -> List.of();
        };
    }

    static NestedHeads numbers(MatryoshkaConfig config, Parameters parameters) {
        if (config.head() == Head.NONE)
            throw new IllegalStateException(
                    "this model has no classifier, it learned from pairs: use its embeddings, by search or 1-NN");
        List<NestedHeads.Linear> heads = new ArrayList<>();
        for (int dim : ownDims(config))
            heads.add(new NestedHeads.Linear(
                    dim,
                    config.classes().size(),
                    parameters.get(weight(config, dim)).dup().data().asFloat(),
                    parameters.get(bias(config, dim)).dup().data().asFloat()));
        return new NestedHeads(heads);
    }
}
