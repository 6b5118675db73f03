package matryoshka.search;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A block of queries on its way through the database. Dot products are accumulated once over all dims and scored at
 * each prefix; the bounds made from them sort out nearly every row.
 */
final class QueryBlock {
    private static final int ROWS_AT_ONCE = 16 * Strip.ROWS; // stay in the cache while all queries pass

    private final Prefixes database;
    private final Prefixes queries;
    private final int from;
    private final int count;
    private final Candidates[][] candidates; // [dims][count]
    private final float[][] thresholds; // [dims][count padded to whole groups]
    private final float[] packed; // [groups, dim, Strip.QUERIES]
    private final Strip strip;

    /** Queries {@code from..to-1} that look for their {@code k} nearest at every dim. */
    QueryBlock(Prefixes database, Prefixes queries, int from, int to, int k) {
        this.database = database;
        this.queries = queries;
        this.from = from;
        count = to - from;
        int dims = database.dims().length, padded = Math.ceilDiv(count, Strip.QUERIES) * Strip.QUERIES;
        candidates = new Candidates[dims][count];
        thresholds = new float[dims][padded];
        for (int d = 0; d < dims; d++) {
            Arrays.fill(thresholds[d], Float.POSITIVE_INFINITY); // lanes without a query want nothing
            for (int i = 0; i < count; i++) {
                candidates[d][i] = new Candidates(k, measure(d, from + i));
                thresholds[d][i] = Float.NEGATIVE_INFINITY;
            }
        }
        packed = pack(padded);
        strip = new Strip(database.embeddings());
    }

    private IntToDoubleFunction measure(int d, int query) {
        float[] q = queries.at(d, query);
        return row -> Distances.squared(q, 0, database.at(d, row), 0, q.length);
    }

    /** Groups of queries, dim by dim; the last group is filled up with zeros. */
    private float[] pack(int padded) {
        int dim = queries.longest();
        float[] groups = new float[padded * dim];
        float[] values = queries.embeddings().values();
        for (int i = 0; i < count; i++) {
            int target = i / Strip.QUERIES * Strip.QUERIES * dim + i % Strip.QUERIES;
            int source = (from + i) * queries.embeddings().dimension();
            for (int d = 0; d < dim; d++) groups[target + d * Strip.QUERIES] = values[source + d];
        }
        return groups;
    }

    /** The k nearest rows for every dim and query of the block [dims][count]. */
    TopK[][] scan() {
        for (int first = 0; first < database.rows(); first += ROWS_AT_ONCE) {
            int end = Math.min(database.rows(), first + ROWS_AT_ONCE);
            for (int group = 0; group < count; group += Strip.QUERIES)
                for (int row = first; row < end; row += Strip.ROWS) scan(row, group);
        }
        return Arrays.stream(candidates)
                .map(atDim -> Arrays.stream(atDim).map(Candidates::nearest).toArray(TopK[]::new))
                .toArray(TopK[][]::new);
    }

    private void scan(int row, int group) {
        int[] dims = database.dims();
        strip.take(row);
        for (int d = 0; d < dims.length; d++) {
            strip.add(packed, group * database.longest(), d == 0 ? 0 : dims[d - 1], dims[d]);
            if (!strip.allBelow(database.scales(d), database.shifts(d), row, thresholds[d], group)) sift(d, row, group);
        }
    }

    private void sift(int d, int first, int group) {
        float[] scales = database.scales(d), shifts = database.shifts(d);
        int rows = Math.min(Strip.ROWS, database.rows() - first), lanes = Math.min(Strip.QUERIES, count - group);
        for (int r = 0; r < rows; r++)
            for (int lane = 0; lane < lanes; lane++) {
                float score = strip.score(r, lane, scales[first + r], shifts[first + r]);
                if (!(score < thresholds[d][group + lane])) offer(d, group + lane, first + r, score);
            }
    }

    private void offer(int d, int i, int row, float score) {
        double low = queries.low(d, from + i, score);
        candidates[d][i].offer(row, low, queries.high(d, from + i, database, row, low));
        thresholds[d][i] = queries.threshold(d, from + i, candidates[d][i].limit());
    }
}
