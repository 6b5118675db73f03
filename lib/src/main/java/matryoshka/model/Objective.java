package matryoshka.model;

import java.util.Map;
import matryoshka.Embeddings;
import matryoshka.data.TrainingData;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a batch teaches: a loss on the first m numbers of its embeddings, which {@link MatryoshkaLoss} sums over the
 * nesting dims. The embeddings of B items lie in R = B rows where an item is one example; where it is two, the B first
 * ones come before the B second ones, R = 2B. An objective is a record: what it says of itself tells it from others.
 */
public interface Objective<D extends TrainingData<?>> {
    /** The loss at any dim as part of {@code graph}, to which the placeholders of {@link #targets} are added. */
    PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits);

    /** The placeholders for a batch of items. */
    Map<String, INDArray> targets(D data, int[] items);

    /** How many items a batch needs to teach anything. */
    default int smallestBatch() {
        return 1;
    }

    /** @throws IllegalArgumentException if a model so configured cannot learn this from such data */
    void requireFit(MatryoshkaConfig config, D data);

    /** What {@link #score} is: accuracy, say. The higher the better. */
    String metric();

    /** How good all embeddings [R, D] of {@code data} are at {@code dim}, where a model is to be chosen by it. */
    double score(D data, Embeddings z, MatryoshkaModel<?> model, int dim);
}
