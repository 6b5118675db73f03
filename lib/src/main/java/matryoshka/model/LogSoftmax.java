package matryoshka.model;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Finite logarithms of softmax: M2.1's own are −∞ where softmax is too small for a float, as of pairs left out. */
final class LogSoftmax {
    private LogSoftmax() {}

    /** Of every row of x [N, C]. */
    static SDVariable ofRows(SameDiff graph, SDVariable x) {
        SDVariable shifted = x.sub(x.max(true, 1)); // [N, C], at most 0
        SDVariable sums = graph.math().exp(shifted).sum(true, 1); // [N, 1], at least 1
        return shifted.sub(graph.math().log(sums));
    }
}
