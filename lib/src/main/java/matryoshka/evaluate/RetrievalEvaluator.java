package matryoshka.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.search.Neighbor;
import matryoshka.search.PrefixSearch;
import matryoshka.search.SearchResult;

/** How much of what is relevant to a query is found among its nearest neighbours, at every nesting dim. */
public final class RetrievalEvaluator {
    private RetrievalEvaluator() {}

    /**
     * Recall@k by dim: the mean over queries of the share of relevant rows among the k nearest; prefixes scaled to unit
     * length, exact L2.
     *
     * @param relevant the rows of {@code database} relevant to every query, at least one each
     */
    public static SortedMap<Integer, Double> recall(
            Embeddings database, Embeddings queries, List<Set<Integer>> relevant, NestingDims dims, int k) {
        if (relevant.size() != queries.rows())
            throw new IllegalArgumentException(
                    queries.rows() + " queries need as many sets of relevant rows, got " + relevant.size());
        List<List<SearchResult>> found = PrefixSearch.of(database, dims).searchAll(queries, k);
        SortedMap<Integer, Double> recall = new TreeMap<>();
        for (int d = 0; d < dims.size(); d++) {
            double sum = 0;
            for (int q = 0; q < queries.rows(); q++) sum += share(found.get(d).get(q), relevant.get(q), q);
            recall.put(dims.dims().get(d), sum / queries.rows());
        }
        return recall;
    }

    /**
     * How well what was found ranks the rows of each query's class, the mean over queries.
     *
     * @param found for every query its nearest rows of {@code database}, k or fewer
     */
    public static RankingScore ranking(Embeddings database, Embeddings queries, List<SearchResult> found, int k) {
        if (found.size() != queries.rows() || found.isEmpty())
            throw new IllegalArgumentException(
                    queries.rows() + " queries need as many results, and at least one, got " + found.size());
        Map<Integer, Long> relevant = IntStream.range(0, database.rows())
                .boxed()
                .collect(Collectors.groupingBy(database::label, Collectors.counting()));
        return RankingScore.mean(IntStream.range(0, queries.rows())
                .parallel()
                .mapToObj(q -> RankingScore.of(
                        hits(database, queries.label(q), found.get(q)), relevant.getOrDefault(queries.label(q), 0L), k))
                .toList());
    }

    private static boolean[] hits(Embeddings database, int label, SearchResult found) {
        List<Neighbor> neighbors = found.neighbors();
        boolean[] hits = new boolean[neighbors.size()];
        for (int i = 0; i < hits.length; i++)
            hits[i] = database.label(neighbors.get(i).row()) == label;
        return hits;
    }

    /** mAP@k as arXiv:2205.13147 defines it: {@link RankingScore#averagePrecision} of {@link #ranking}. */
    public static double meanAveragePrecision(
            Embeddings database, Embeddings queries, List<SearchResult> found, int k) {
        return ranking(database, queries, found, k).averagePrecision();
    }

    /** Recall@k of approximate search: the mean over queries of the share of their true nearest rows that was found. */
    public static double recall(List<SearchResult> found, List<SearchResult> truth) {
        return IntStream.range(0, truth.size())
                .mapToDouble(q -> share(found.get(q), rows(truth.get(q)), q))
                .average()
                .orElseThrow();
    }

    private static Set<Integer> rows(SearchResult result) {
        return result.neighbors().stream().map(Neighbor::row).collect(Collectors.toSet());
    }

    private static double share(SearchResult result, Set<Integer> relevant, int query) {
        if (relevant.isEmpty())
            throw new IllegalArgumentException("query " + query + " has no relevant row: leave it out");
        long hits = result.neighbors().stream()
                .map(Neighbor::row)
                .filter(relevant::contains)
                .count();
        return (double) hits / relevant.size();
    }
}
