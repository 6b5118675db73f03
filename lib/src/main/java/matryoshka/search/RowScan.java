package matryoshka.search;

import java.util.function.IntUnaryOperator;

/** One query against one row after the other, at one of the dims. */
final class RowScan {
    private final Prefixes database;
    private final Prefixes query; // of one row
    private final int d;
    private final int dim;
    private final float[] asked;
    private final float[] values;
    private final int stride;
    private final float[] scales;
    private final float[] shifts;
    private final Candidates candidates;
    private final float[] dots = new float[Columns.BLOCK];
    private float threshold = Float.NEGATIVE_INFINITY;

    /** Looks for the k nearest at the d-th dim. */
    RowScan(Prefixes database, Prefixes query, int d, int k) {
        this(database, query, d, k, IntUnaryOperator.identity());
    }

    /** The same among rows in another order: row i has the number {@code numbers[i]}, by which ties go. */
    RowScan(Prefixes database, Prefixes query, int d, int k, int[] numbers) {
        this(database, query, d, k, row -> numbers[row]);
    }

    private RowScan(Prefixes database, Prefixes query, int d, int k, IntUnaryOperator number) {
        this.database = database;
        this.query = query;
        this.d = d;
        dim = database.dims()[d];
        asked = query.embeddings().values();
        values = database.embeddings().values();
        stride = database.embeddings().dimension();
        scales = database.scales(d);
        shifts = database.shifts(d);
        float[] measured = query.at(d, 0);
        candidates = new Candidates(k, row -> Distances.squared(measured, 0, database.at(d, row), 0, dim), number);
    }

    /** Compares the query with rows {@code from..to-1}. */
    RowScan rows(int from, int to) {
        int row = from;
        for (; row + 4 <= to; row += 4) {
            int at = row * stride;
            Dots.four(asked, values, at, at + stride, at + 2 * stride, at + 3 * stride, dim, dots, 0);
            for (int i = 0; i < 4; i++) offer(row + i, dots[i]);
        }
        for (; row < to; row++) row(row);
        return this;
    }

    /** The same with rows laid side by side, whole blocks of them but for the last. */
    RowScan rows(Columns columns, int from, int to) {
        for (int first = from; first < to; first += Columns.BLOCK)
            if (!columns.allBelow(asked, first, scales, shifts, threshold, dots))
                for (int i = 0; i < Math.min(Columns.BLOCK, to - first); i++) offer(first + i, dots[i]);
        return this;
    }

    /** Compares the query with one row. */
    void row(int row) {
        offer(row, Dots.dot(asked, values, row * stride, dim));
    }

    private void offer(int row, float dot) {
        float score = Math.fma(dot, scales[row], shifts[row]);
        if (score < threshold) return;
        double low = query.low(d, 0, score);
        candidates.offer(row, low, query.high(d, 0, database, row, low));
        threshold = query.threshold(d, 0, candidates.limit());
    }

    TopK nearest() {
        return candidates.nearest();
    }
}
