package matryoshka.model;

import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.data.GradedPairs;
import tech.tablesaw.api.DoubleColumn;

/** How well cosines order graded pairs. */
final class GradedScore {
    static final String METRIC = "spearman";

    private GradedScore() {}

    /**
     * Spearman's rank correlation of the grades with the cosines at {@code dim}, 0 where all of either are equal, as
     * cosines of one number may be; z [2N, D], first sides above second.
     */
    static double spearman(GradedPairs pairs, Embeddings z, int dim) {
        Embeddings units = z.truncate(dim).normalize();
        int n = pairs.size();
        double[] cosines =
                IntStream.range(0, n).mapToDouble(i -> units.dot(i, n + i)).toArray();
        double[] grades = IntStream.range(0, n).mapToDouble(pairs::score).toArray();
        double correlation = DoubleColumn.create("cosine", cosines).spearmans(DoubleColumn.create("grade", grades));
        return Double.isNaN(correlation) ? 0 : correlation;
    }
}
