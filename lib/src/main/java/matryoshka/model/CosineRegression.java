package matryoshka.model;

import java.util.Map;
import matryoshka.data.GradedPairs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Graded similarity by value: mean_i (cos_i − grade_i)², on unit slices (arXiv:1908.10084, section 3). */
public record CosineRegression() implements GradedObjective {
    private static final String GRADES = "grades"; // [B], 0..1

    @Override
    public PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits) {
        SDVariable grades = graph.placeHolder(GRADES, type, -1);
        return (prefix, dim) -> {
            SDVariable errors = PairGraph.of(prefix, dim).cosines().sub(grades); // [B]
            return errors.mul(errors).mean();
        };
    }

    @Override
    public Map<String, INDArray> targets(GradedPairs pairs, int[] items) {
        float[] grades = new float[items.length];
        for (int i = 0; i < items.length; i++) grades[i] = (float) pairs.score(items[i]);
        return Map.of(GRADES, Nd4j.createFromArray(grades));
    }
}
