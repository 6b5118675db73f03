package matryoshka.search;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Rows that may be among a query's k nearest, by bounds of their squared distances. What the bounds tell apart is
 * never measured; the rest is, exactly.
 */
final class Candidates {
    private static final int SPARE = 16;

    private final TopK nearest;
    private final IntToDoubleFunction squared; // row → exact squared distance
    private final IntUnaryOperator number; // row → its number in the result
    private final int[] rows;
    private final double[] lows;
    private final double[] leastHighs; // the k least upper bounds so far, ascending
    private int size;
    private int known; // of the k
    private double limit = Double.POSITIVE_INFINITY;

    Candidates(int k, IntToDoubleFunction squared) {
        this(k, squared, IntUnaryOperator.identity());
    }

    /** The same of rows in another order than that of their numbers, by which ties go. */
    Candidates(int k, IntToDoubleFunction squared, IntUnaryOperator number) {
        this.squared = squared;
        this.number = number;
        nearest = new TopK(k);
        rows = new int[2 * k + SPARE];
        lows = new double[rows.length];
        leastHighs = new double[k];
    }

    /** Squared distances above are not among the k least; falls as rows are offered. */
    double limit() {
        return limit;
    }

    /** A row, offered once, whose squared distance lies in {@code low..high}. */
    void offer(int row, double low, double high) {
        if (low > limit) return;
        lower(high);
        rows[size] = row;
        lows[size] = low;
        if (++size == rows.length) settle();
    }

    /** k rows with upper bounds so low leave no place for what is farther than the highest of these. */
    private void lower(double high) {
        if (known == leastHighs.length && high >= leastHighs[known - 1]) return;
        if (known < leastHighs.length) known++;
        int at = known - 1;
        for (; at > 0 && leastHighs[at - 1] > high; at--) leastHighs[at] = leastHighs[at - 1];
        leastHighs[at] = high;
        if (known == leastHighs.length) limit = Math.min(limit, leastHighs[known - 1]);
    }

    private void settle() {
        drop();
        if (size > rows.length - SPARE) measure();
    }

    private void drop() {
        int kept = 0;
        for (int i = 0; i < size; i++)
            if (lows[i] <= limit) {
                rows[kept] = rows[i];
                lows[kept++] = lows[i];
            }
        size = kept;
    }

    private void measure() {
        for (int i = 0; i < size; i++) nearest.offer(number.applyAsInt(rows[i]), squared.applyAsDouble(rows[i]));
        size = 0;
        limit = Math.min(limit, nearest.bound());
    }

    /** The k nearest of all rows offered, measured. */
    TopK nearest() {
        drop();
        measure();
        return nearest;
    }
}
