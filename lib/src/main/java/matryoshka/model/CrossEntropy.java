package matryoshka.model;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.data.Dataset;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Classification: mean_i −Σ_c t_ic·log softmax(W_mᵀ·z_i[0:m] + b_m)_c, where t is 1 for the true class, or with
 * {@code labelSmoothing} ε, 1 − ε + ε/C for it and ε/C for the others (Szegedy et al. 2016, arXiv:1512.00567).
 */
public record CrossEntropy(double labelSmoothing) implements Objective<Dataset<?>> {
    /** The placeholder of the targets t [B, C]. */
    static final String LABELS = "labels";

    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1))
            throw new IllegalArgumentException("label smoothing must be in [0, 1), got " + labelSmoothing);
    }

    /** Without smoothing. */
    public CrossEntropy() {
        this(0);
    }

    /** From primitives, since SameDiff's own losses drop the weight c_m. */
    @Override
    public PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits) {
        SDVariable labels = graph.placeHolder(LABELS, type, -1, -1); // [B, C]
        return (prefix, dim) -> graph.nn()
                .logSoftmax(logits.of(prefix, dim)) // [B, C]
                .mul(labels)
                .sum(1)
                .neg()
                .mean();
    }

    @Override
    public Map<String, INDArray> targets(Dataset<?> data, int[] items) {
        int classes = data.classes().size();
        float[][] targets = new float[items.length][classes]; // [B, C]
        for (int i = 0; i < items.length; i++) {
            Arrays.fill(targets[i], (float) (labelSmoothing / classes));
            targets[i][data.label(items[i])] += (float) (1 - labelSmoothing);
        }
        return Map.of(LABELS, Nd4j.createFromArray(targets));
    }

    @Override
    public void requireFit(MatryoshkaConfig config, Dataset<?> data) {
        if (!data.classes().equals(config.classes()))
            throw new IllegalArgumentException(
                    "the data has other classes than the model: " + data.classes() + " against " + config.classes());
    }

    @Override
    public String metric() {
        return "accuracy";
    }

    /** The share of examples whose own class has the highest score. */
    @Override
    public double score(Dataset<?> data, Embeddings z, MatryoshkaModel<?> model, int dim) {
        int[] top = model.heads().topClasses(z, dim);
        long hits = IntStream.range(0, z.rows())
                .filter(i -> top[i] == data.label(i))
                .count();
        return (double) hits / Math.max(1, z.rows());
    }
}
