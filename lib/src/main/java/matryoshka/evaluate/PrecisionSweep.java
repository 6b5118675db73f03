package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.search.Precision;
import matryoshka.search.PrefixSearch;
import matryoshka.search.QuantizedIndex;
import matryoshka.search.SearchResult;

/**
 * 1-NN accuracy when both levers are pulled: fewer dims and fewer bits a number. Rows are cut, scaled to unit length
 * and coded; queries are cut and scaled, and keep their precision but for binary. What the codes put first is taken,
 * nothing is measured again.
 */
public final class PrecisionSweep {
    /** The precision of numbers that are not coded. */
    public static final String FLOAT32 = "float32";

    private PrecisionSweep() {}

    /**
     * Scores {@code queries} [Q, D] against {@code database} [N, D], both labelled: float32 at every dim, then every
     * coarser precision at every dim.
     *
     * @throws IllegalArgumentException if labels are missing, there are no rows, or a dim exceeds D
     */
    public static List<PrecisionScore> of(Embeddings database, Embeddings queries, NestingDims dims) {
        if (queries.rows() == 0 || !queries.hasLabels() || !database.hasLabels())
            throw new IllegalArgumentException("a sweep needs labelled embeddings, got " + queries.rows()
                    + " queries; attach labels to both with withLabels");
        List<PrecisionScore> scores = new ArrayList<>();
        List<List<SearchResult>> exact = PrefixSearch.of(database, dims).searchAll(queries, 1);
        for (int d = 0; d < dims.size(); d++) {
            int dim = dims.dims().get(d);
            double oneNn = oneNn(database, queries, exact.get(d));
            scores.add(new PrecisionScore(dim, FLOAT32, Float.BYTES * dim, oneNn));
        }
        for (Precision precision : Precision.values())
            for (int dim : dims.dims()) scores.add(coded(database, queries, dim, precision));
        return scores;
    }

    private static PrecisionScore coded(Embeddings database, Embeddings queries, int dim, Precision precision) {
        QuantizedIndex index =
                QuantizedIndex.of(database.prefix(dim).normalize(), precision, 1); // of 1, 1 is kept: by code alone
        List<SearchResult> found = index.searchAll(queries.prefix(dim).normalize(), 1);
        double bytes = (double) index.bytes() / database.rows();
        String name = precision.name().toLowerCase(Locale.ROOT);
        return new PrecisionScore(dim, name, bytes, oneNn(database, queries, found));
    }

    private static double oneNn(Embeddings database, Embeddings queries, List<SearchResult> found) {
        return RetrievalEvaluator.ranking(database, queries, found, 1).precision();
    }
}
