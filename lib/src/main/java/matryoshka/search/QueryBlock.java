package matryoshka.search;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A block of queries on its way through the database. Dot products are accumulated once over all dims and scored at
 * each prefix; the bounds made from them sort out nearly every row.
 */
final class QueryBlock {
    private final Prefixes database;
    private final Prefixes queries;
    private final int from;
    private final int count;
    private final Candidates[][] candidates; // [dims][count]
    private final float[][] thresholds; // [dims][count padded to whole groups]
    private final float[] packed; // [groups, dim, Tile.QUERIES]
    private final Tile tile;
    private final boolean[] ruledOut = new boolean[Tile.ROWS / Tile.STRIP];
    private final Rests rowRests;
    private final Rests queryRests;

    /** Queries {@code from..to-1} that look for their {@code k} nearest at every dim. */
    QueryBlock(Prefixes database, Prefixes queries, int from, int to, int k) {
        this.database = database;
        this.queries = queries;
        this.from = from;
        count = to - from;
        int dims = database.dims().length, padded = Math.ceilDiv(count, Tile.QUERIES) * Tile.QUERIES;
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
        tile = new Tile(database.embeddings());
        rowRests = database.rests();
        queryRests = queries.rests().part(from, to, padded);
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
            int target = i / Tile.QUERIES * Tile.QUERIES * dim + i % Tile.QUERIES;
            int source = (from + i) * queries.embeddings().dimension();
            for (int d = 0; d < dim; d++) groups[target + d * Tile.QUERIES] = values[source + d];
        }
        return groups;
    }

    /** The k nearest rows for every dim and query of the block [dims][count]. */
    TopK[][] scan() {
        for (int first = 0; first < database.rows(); first += Tile.ROWS)
            for (int group = 0; group < count; group += Tile.QUERIES) scan(first, group);
        return Arrays.stream(candidates)
                .map(atDim -> Arrays.stream(atDim).map(Candidates::nearest).toArray(TopK[]::new))
                .toArray(TopK[][]::new);
    }

    private void scan(int first, int group) {
        int strips = Math.ceilDiv(Math.min(Tile.ROWS, database.rows() - first), Tile.STRIP);
        tile.take(first);
        Arrays.fill(ruledOut, 0, strips, false);
        int from = 0;
        for (int d = 0; d < database.dims().length; d++)
            for (int dim = database.dims()[d]; from < dim; ) {
                int to = database.stops().after(from, dim);
                for (int strip = 0; strip < strips; strip++)
                    if (!ruledOut[strip]) tile.add(strip * Tile.STRIP, packed, group * database.longest(), from, to);
                if (to == dim) sift(d, first, strips, group);
                ruleOut(to, strips, group);
                from = to;
            }
    }

    /** Strips that no longer matter: with all that the further dims can add, no row is near enough at any prefix. */
    private void ruleOut(int dim, int strips, int group) {
        int stop = database.stops().index(dim);
        if (stop < 0) return;
        int next = database.stops().firstBeyond(dim);
        for (int strip = 0; strip < strips; strip++)
            ruledOut[strip] = ruledOut[strip] || staysBelowFrom(next, stop, strip, group);
    }

    private boolean staysBelowFrom(int next, int stop, int strip, int group) {
        for (int d = next; d < thresholds.length; d++) if (!staysBelow(stop, d, strip, group)) return false;
        return true;
    }

    private boolean staysBelow(int stop, int d, int strip, int group) {
        return tile.allStayBelow(
                strip * Tile.STRIP,
                database.scales(d),
                database.shifts(d),
                rowRests.lengths(stop, d),
                thresholds[d],
                queryRests.lengths(stop, d),
                group);
    }

    private void sift(int d, int first, int strips, int group) {
        float[] scales = database.scales(d), shifts = database.shifts(d);
        for (int strip = 0; strip < strips; strip++) {
            int row = strip * Tile.STRIP;
            if (!ruledOut[strip] && !tile.allBelow(row, scales, shifts, thresholds[d], group))
                sift(d, first, first + row, group, scales, shifts);
        }
    }

    private void sift(int d, int tileRow, int from, int group, float[] scales, float[] shifts) {
        int end = Math.min(from + Tile.STRIP, database.rows()), lanes = Math.min(Tile.QUERIES, count - group);
        for (int row = from; row < end; row++) {
            long near = tile.near(row - tileRow, scales, shifts, thresholds[d], group) & (1L << lanes) - 1;
            for (; near != 0; near &= near - 1) {
                int lane = Long.numberOfTrailingZeros(near);
                offer(d, group + lane, row, tile.score(row - tileRow, lane, scales[row], shifts[row]));
            }
        }
    }

    private void offer(int d, int i, int row, float score) {
        double low = queries.low(d, from + i, score);
        candidates[d][i].offer(row, low, queries.high(d, from + i, database, row, low));
        thresholds[d][i] = queries.threshold(d, from + i, candidates[d][i].limit());
    }
}
