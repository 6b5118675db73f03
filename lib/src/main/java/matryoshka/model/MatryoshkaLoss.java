package matryoshka.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.Parameters;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The Matryoshka loss as a graph: L = Σ_{m∈M} c_m · mean_i CE(W_mᵀ·z_i[0:m] + b_m, y_i), summed, not averaged over M,
 * z not normalised (Kusupati et al. 2022, arXiv:2205.13147, equation 1). For MRL-E, W_m is the first m rows of one W
 * and b is shared.
 */
public final class MatryoshkaLoss {
    /** The placeholder of the true classes, one-hot [B, C]. */
    public static final String LABELS = "labels";
    /** The scalar L. */
    public static final String TOTAL = "loss";

    private final SameDiff graph;
    private final MatryoshkaConfig config;
    private final Parameters heads;
    private final Map<String, SDVariable> variables = new HashMap<>();

    private MatryoshkaLoss(SameDiff graph, MatryoshkaConfig config, Parameters heads) {
        this.graph = graph;
        this.config = config;
        this.heads = heads;
    }

    /** The name of the scalar CE_m, unweighted. */
    public static String at(int dim) {
        return "loss_" + dim;
    }

    /** The names of the losses at all nesting dims, ascending. */
    public static List<String> names(MatryoshkaConfig config) {
        return config.dims().dims().stream().map(MatryoshkaLoss::at).toList();
    }

    /** Adds heads and loss on z [B, D] to {@code graph}; returns the scalar {@link #TOTAL}. */
    static SDVariable build(SameDiff graph, SDVariable z, MatryoshkaConfig config, Parameters heads, int dimension) {
        return new MatryoshkaLoss(graph, config, heads).total(z, dimension);
    }

    private SDVariable total(SDVariable z, int dimension) {
        int classes = config.classes().size();
        SDVariable labels = graph.placeHolder(LABELS, z.dataType(), -1, classes); // [B, C]
        SDVariable total = null;
        for (int i = 0; i < config.dims().size(); i++) {
            int dim = config.dims().dims().get(i);
            SDVariable prefix = dim == dimension ? z : z.get(SDIndex.all(), SDIndex.interval(0, dim)); // [B, m]
            SDVariable loss = crossEntropy(logits(prefix, dim), labels, dim);
            SDVariable weighted = loss.mul(config.relativeImportance().get(i));
            total = total == null ? weighted : total.add(weighted);
        }
        return graph.identity(TOTAL, total);
    }

    private SDVariable logits(SDVariable prefix, int dim) {
        SDVariable weight = variable(HeadParameters.weight(config, dim));
        if (config.head() == Head.MRL_E && dim < config.dims().full())
            weight = weight.get(SDIndex.interval(0, dim), SDIndex.all()); // [m, C]
        return prefix.mmul(weight).add(variable(HeadParameters.bias(config, dim))); // [B, C]
    }

    /** From primitives, since SameDiff's own losses drop the weight c_m. */
    private SDVariable crossEntropy(SDVariable logits, SDVariable labels, int dim) {
        SDVariable perExample = graph.nn().logSoftmax(logits).mul(labels).sum(1).neg(); // [B]
        return perExample.mean(at(dim));
    }

    private SDVariable variable(String name) {
        return variables.computeIfAbsent(name, n -> heads.variable(graph, n));
    }
}
