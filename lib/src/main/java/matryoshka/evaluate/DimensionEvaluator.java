package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;
import matryoshka.search.PrefixSearch;
import matryoshka.search.SearchResult;

/**
 * Accuracy at every nesting dim by the protocol of Kusupati et al. 2022 (arXiv:2205.13147, section 4): top-1 of the
 * classifier head on the prefix as it is, and 1-NN: prefix scaled to unit length, exact L2, label of the nearest
 * training embedding. Ties go to the lower class id and to the lower row.
 */
public final class DimensionEvaluator {
    private DimensionEvaluator() {}

    /**
     * Scores {@code queries} [Q, D] (held-out, labelled) at each of {@code dims} by {@code heads} and against
     * {@code database} [N, D] (training embeddings, labelled). Heads see the embeddings as given: pass those of the
     * encoder, not normalised ones, unless the heads were trained so.
     *
     * @throws IllegalArgumentException if labels are missing or outside the classes of the heads, there are no rows,
     *     or a dim exceeds D or the heads
     */
    public static DimensionReport evaluate(
            String method, NestedHeads heads, Embeddings database, Embeddings queries, NestingDims dims) {
        requireLabels("training", database, heads.classes());
        requireLabels("query", queries, heads.classes());
        List<List<SearchResult>> nearest = PrefixSearch.of(database, dims).searchAll(queries, 1);
        List<DimensionScore> scores = new ArrayList<>();
        for (int d = 0; d < dims.size(); d++) {
            int dim = dims.dims().get(d);
            List<SearchResult> atDim = nearest.get(d);
            double top1 = accuracy(queries, i -> heads.topClass(queries.values(), i * queries.dimension(), dim));
            double oneNn =
                    accuracy(queries, i -> database.label(atDim.get(i).nearest().row()));
            scores.add(new DimensionScore(dim, top1, oneNn));
        }
        return new DimensionReport(method, queries.rows(), scores);
    }

    private static double accuracy(Embeddings queries, IntUnaryOperator prediction) {
        long right = IntStream.range(0, queries.rows())
                .parallel()
                .filter(i -> prediction.applyAsInt(i) == queries.label(i))
                .count();
        return (double) right / queries.rows();
    }

    private static void requireLabels(String name, Embeddings embeddings, int classes) {
        if (embeddings.rows() == 0)
            throw new IllegalArgumentException("evaluation needs at least one " + name + " embedding, got 0 rows");
        if (!embeddings.hasLabels())
            throw new IllegalArgumentException(name + " embeddings need labels: attach them with withLabels");
        for (int i = 0; i < embeddings.rows(); i++)
            if (embeddings.label(i) < 0 || embeddings.label(i) >= classes)
                throw new IllegalArgumentException(
                        name + " row " + i + " has label " + embeddings.label(i) + ", the heads know classes 0.."
                                + (classes - 1) + ": evaluate with the classes of the training");
    }
}
