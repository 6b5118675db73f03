package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;
import matryoshka.search.PrefixSearch;
import matryoshka.search.SearchResult;

/**
 * What embeddings are worth at every dim by the protocol of Kusupati et al. 2022 (arXiv:2205.13147, section 4): top-1 and
 * macro-F1 of the classifier head on the prefix as it is; and of nearest neighbours (prefix scaled to unit length, exact
 * L2, relevant is what has the query's label) 1-NN and, of the first 10, mAP, precision, recall, MRR and nDCG. Ties go to
 * the lower class id and to the lower row. All dims are searched in one pass; a dim need not be one trained for.
 */
public final class DimensionEvaluator {
    /** How many neighbours rankings are scored on. */
    public static final int K = 10;

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
        List<List<SearchResult>> nearest = nearest(database, queries, dims);
        int[] labels = queries.labels();
        SortedMap<Integer, Map<String, Double>> byHead = new TreeMap<>();
        for (int dim : dims.dims()) {
            ClassAccuracy accuracy = ClassAccuracy.of(labels, heads.topClasses(queries, dim), heads.classes());
            Map<String, Double> values = new LinkedHashMap<>();
            values.put(Metric.TOP1, accuracy.overall());
            values.put(Metric.MACRO_F1, accuracy.macroF1());
            byHead.put(dim, values);
        }
        return report(method, byHead, database, queries, nearest, dims);
    }

    /** The same by neighbours alone: of embeddings without heads. */
    public static DimensionReport evaluate(String method, Embeddings database, Embeddings queries, NestingDims dims) {
        requireLabels("training", database, Integer.MAX_VALUE);
        requireLabels("query", queries, Integer.MAX_VALUE);
        return report(method, new TreeMap<>(), database, queries, nearest(database, queries, dims), dims);
    }

    private static List<List<SearchResult>> nearest(Embeddings database, Embeddings queries, NestingDims dims) {
        return PrefixSearch.of(database, dims).searchAll(queries, Math.min(K, database.rows()));
    }

    private static DimensionReport report(
            String method,
            SortedMap<Integer, Map<String, Double>> byHead,
            Embeddings database,
            Embeddings queries,
            List<List<SearchResult>> nearest,
            NestingDims dims) {
        List<DimensionScore> scores = new ArrayList<>();
        for (int d = 0; d < dims.size(); d++) {
            int dim = dims.dims().get(d);
            Map<String, Double> values = new LinkedHashMap<>(byHead.getOrDefault(dim, Map.of()));
            values.putAll(byNeighbors(database, queries, nearest.get(d)));
            scores.add(new DimensionScore(dim, values));
        }
        return new DimensionReport(method, queries.rows(), scores);
    }

    private static Map<String, Double> byNeighbors(Embeddings database, Embeddings queries, List<SearchResult> found) {
        RankingScore ranking = RetrievalEvaluator.ranking(database, queries, found, K);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(
                Metric.ONE_NN,
                RetrievalEvaluator.ranking(database, queries, found, 1).precision());
        values.put(Metric.map(K), ranking.averagePrecision());
        values.put(Metric.precision(K), ranking.precision());
        values.put(Metric.recall(K), ranking.recall());
        values.put(Metric.mrr(K), ranking.reciprocalRank());
        values.put(Metric.ndcg(K), ranking.ndcg());
        return values;
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
