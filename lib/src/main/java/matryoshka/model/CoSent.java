package matryoshka.model;

import java.util.Map;
import matryoshka.data.GradedPairs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Graded similarity by order alone (CoSENT, Su 2022): log(1 + Σ exp(λ·(cos_i − cos_j))) over all pairs i, j of the
 * batch where j is graded more alike than i, on unit slices.
 *
 * @param scale λ: the larger, the more the worst inversions count
 */
public record CoSent(double scale) implements GradedObjective {
    private static final String ORDER = "order"; // [B, B], 0 where i is graded below j, else a large negative number
    private static final String ONE = "one"; // [B, B], 1 at the first number, which is the 1 under the logarithm
    private static final float NEVER = -1e9f;

    public CoSent {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }

    /** At λ = 20. */
    public CoSent() {
        this(20);
    }

    /** The 1 under the logarithm is exp(cos_0 − cos_0), the first number of the table. */
    @Override
    public PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits) {
        SDVariable order = graph.placeHolder(ORDER, type, -1, -1);
        SDVariable one = graph.placeHolder(ONE, type, -1, -1);
        return (prefix, dim) -> {
            SDVariable cosines = PairGraph.of(prefix, dim).cosines().mul(scale); // [B]
            SDVariable differences = graph.expandDims(cosines, 1).sub(graph.expandDims(cosines, 0)); // [B, B]
            SDVariable table = differences.add(order).reshape(1, -1); // [1, B²]
            return LogSoftmax.ofRows(graph, table).mul(one.reshape(1, -1)).sum().neg();
        };
    }

    /** Items are learned from by comparison with others. */
    @Override
    public int smallestBatch() {
        return 2;
    }

    @Override
    public Map<String, INDArray> targets(GradedPairs pairs, int[] items) {
        float[][] order = new float[items.length][items.length];
        for (int i = 0; i < items.length; i++)
            for (int j = 0; j < items.length; j++)
                if ((i > 0 || j > 0) && !(pairs.score(items[i]) < pairs.score(items[j]))) order[i][j] = NEVER;
        float[][] one = new float[items.length][items.length];
        one[0][0] = 1;
        return Map.of(ORDER, Nd4j.createFromArray(order), ONE, Nd4j.createFromArray(one));
    }
}
