package matryoshka.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import matryoshka.NestingDims;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Matryoshka loss as a graph: L = Σ_{m∈M} c_m·L_m, where L_m is an {@link Objective}'s loss of the first m numbers
 * of the embeddings, summed, not averaged over M, z not normalised before a head (Kusupati et al. 2022,
 * arXiv:2205.13147, equation 1). The relative importance c_m is fed, so that it may change from step to step.
 */
public final class MatryoshkaLoss {
    /** The scalar L. */
    public static final String TOTAL = "loss";

    private MatryoshkaLoss() {}

    /** The name of the scalar L_m, unweighted. */
    public static String at(int dim) {
        return "loss_" + dim;
    }

    /** The names of the losses at all dims, ascending. */
    static List<String> names(NestingDims dims) {
        return dims.dims().stream().map(MatryoshkaLoss::at).toList();
    }

    private static String importance(int dim) {
        return "importance_" + dim;
    }

    /** The placeholders of the relative importance, one weight for every dim. */
    public static Map<String, INDArray> importance(NestingDims dims, double[] weights) {
        Map<String, INDArray> feed = new HashMap<>();
        for (int i = 0; i < dims.size(); i++)
            feed.put(importance(dims.dims().get(i)), Nd4j.createFromArray((float) weights[i]));
        return feed;
    }

    /** Adds the loss of z [R, D] at all dims to {@code graph}; returns the scalar {@link #TOTAL}. */
    static SDVariable build(SameDiff graph, SDVariable z, int dimension, NestingDims dims, PrefixLoss objective) {
        SDVariable total = null;
        for (int dim : dims.dims()) {
            SDVariable prefix = dim == dimension ? z : z.get(SDIndex.all(), SDIndex.interval(0, dim)); // [R, m]
            SDVariable loss = graph.identity(at(dim), objective.of(prefix, dim));
            SDVariable importance = graph.placeHolder(importance(dim), z.dataType(), 1); // [1]
            SDVariable weighted = importance.mul(loss).sum();
            total = total == null ? weighted : total.add(weighted);
        }
        return graph.identity(TOTAL, total);
    }
}
