package matryoshka.search;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Rows that may be among a query's k nearest, by bounds of their squared distances. What the bounds tell apart is
 * never measured; the rest is, exactly.
 */
final class Candidates {
    private static final int SPARE = 16;

    private final int k;
    private final TopK nearest;
    private final IntToDoubleFunction squared; // row → exact squared distance
    private final IntUnaryOperator number; // row → its number in the result
    private final int[] rows;
    private final double[] lows;
    private final double[] highs;
    private final double[] sorted;
    private int size;
    private double limit = Double.POSITIVE_INFINITY;

    Candidates(int k, IntToDoubleFunction squared) {
        this(k, squared, IntUnaryOperator.identity());
    }

    /** The same of rows in another order than that of their numbers, by which ties go. */
    Candidates(int k, IntToDoubleFunction squared, IntUnaryOperator number) {
        this.k = k;
        this.squared = squared;
        this.number = number;
        nearest = new TopK(k);
        int room = 2 * k + SPARE;
        rows = new int[room];
        lows = new double[room];
        highs = new double[room];
        sorted = new double[room];
    }

    /** Squared distances above are not among the k least; falls as rows are offered. */
    double limit() {
        return limit;
    }

    /** A row whose squared distance lies in {@code low..high}. */
    void offer(int row, double low, double high) {
        if (low > limit) return;
        rows[size] = row;
        lows[size] = low;
        highs[size] = high;
        if (++size == rows.length) settle();
    }

    private void settle() {
        lower(kthHigh());
        if (size > rows.length - SPARE) measure();
    }

    private void lower(double bound) {
        limit = Math.min(limit, bound);
        int kept = 0;
        for (int i = 0; i < size; i++)
            if (lows[i] <= limit) {
                rows[kept] = rows[i];
                lows[kept] = lows[i];
                highs[kept++] = highs[i];
            }
        size = kept;
    }

    /** An upper bound of the k-th least squared distance. */
    private double kthHigh() {
        if (size < k) return nearest.bound();
        System.arraycopy(highs, 0, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        return Math.min(sorted[k - 1], nearest.bound());
    }

    private void measure() {
        for (int i = 0; i < size; i++) nearest.offer(number.applyAsInt(rows[i]), squared.applyAsDouble(rows[i]));
        size = 0;
        limit = Math.min(limit, nearest.bound());
    }

    /** The k nearest of all rows offered, measured. */
    TopK nearest() {
        lower(kthHigh());
        measure();
        return nearest;
    }
}
