package matryoshka.evaluate;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * How well the first k found rank what is relevant to a query; or the mean of that over queries.
 *
 * @param averagePrecision AP@k = (1/k) Σ_{r≤k} rel(r)·P@r, divided by k as arXiv:2205.13147 defines it
 * @param precision relevant rows among the first k, by k
 * @param recall relevant rows among the first k, by all there are
 * @param reciprocalRank 1 by the rank of the first relevant row; 0 if none is among the first k
 * @param ndcg Σ rel(r)/log2(r + 1), by the same of the best order there is
 */
public record RankingScore(
        double averagePrecision, double precision, double recall, double reciprocalRank, double ndcg) {
    /**
     * Of one query.
     *
     * @param hits whether each found row is relevant, nearest first; what is beyond k is not looked at
     * @param relevant how many rows of the database are relevant; without any all scores are 0
     */
    public static RankingScore of(boolean[] hits, long relevant, int k) {
        if (k < 1) throw new IllegalArgumentException("rankings are scored at k of 1 or more, got " + k);
        int found = 0, first = 0;
        double precisions = 0, gain = 0, best = 0;
        for (int rank = 1; rank <= Math.min(k, hits.length); rank++)
            if (hits[rank - 1]) {
                precisions += (double) ++found / rank;
                gain += discount(rank);
                if (found == 1) first = rank;
            }
        if (found > relevant)
            throw new IllegalArgumentException(
                    found + " relevant rows were found where there are " + relevant + ": count all that are relevant");
        for (int rank = 1; rank <= Math.min(k, relevant); rank++) best += discount(rank);
        return found == 0
                ? new RankingScore(0, 0, 0, 0, 0)
                : new RankingScore(
                        precisions / k, (double) found / k, (double) found / relevant, 1.0 / first, gain / best);
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 1);
    }

    /** The mean over queries, at least one. */
    public static RankingScore mean(Collection<RankingScore> queries) {
        return new RankingScore(
                mean(queries, RankingScore::averagePrecision),
                mean(queries, RankingScore::precision),
                mean(queries, RankingScore::recall),
                mean(queries, RankingScore::reciprocalRank),
                mean(queries, RankingScore::ndcg));
    }

    private static double mean(Collection<RankingScore> queries, ToDoubleFunction<RankingScore> score) {
        return queries.stream().mapToDouble(score).average().orElseThrow();
    }
}
