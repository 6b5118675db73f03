package matryoshka.model;

import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.data.GradedPairs;
import tech.tablesaw.api.DoubleColumn;

/** An objective on graded pairs, judged by how well cosines order them. */
public interface GradedObjective extends Objective<GradedPairs> {
    @Override
    default void requireFit(MatryoshkaConfig config, GradedPairs pairs) {
        config.requireNoClasses(this);
    }

    @Override
    default String metric() {
        return "spearman";
    }

    /** Spearman's rank correlation of the grades with the cosines; 0 where either does not vary. */
    @Override
    default double score(GradedPairs pairs, Embeddings z, MatryoshkaModel<?> model, int dim) {
        Embeddings units = z.prefix(dim).normalize();
        int n = pairs.size();
        double[] cosines =
                IntStream.range(0, n).mapToDouble(i -> units.dot(i, n + i)).toArray();
        double[] grades = IntStream.range(0, n).mapToDouble(pairs::score).toArray();
        double correlation = DoubleColumn.create("cosine", cosines).spearmans(DoubleColumn.create("grade", grades));
        return Double.isNaN(correlation) ? 0 : correlation;
    }
}
