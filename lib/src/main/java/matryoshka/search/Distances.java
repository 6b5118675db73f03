package matryoshka.search;

/**
 * Squared L2 distances in double precision, summed in one fixed order: the numbers all exact indexes agree on to the
 * last bit. Four running sums let the processor overlap the additions.
 */
final class Distances {
    private Distances() {}

    /** Σ (a − b)² over {@code dim} numbers from {@code a[from]} and {@code b[start]}. */
    static double squared(float[] a, int from, float[] b, int start, int dim) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= dim; i += 4) {
            s0 += square((double) a[from + i] - b[start + i]);
            s1 += square((double) a[from + i + 1] - b[start + i + 1]);
            s2 += square((double) a[from + i + 2] - b[start + i + 2]);
            s3 += square((double) a[from + i + 3] - b[start + i + 3]);
        }
        for (; i < dim; i++) s0 += square((double) a[from + i] - b[start + i]);
        return (s0 + s1) + (s2 + s3);
    }

    /**
     * The squared distance of {@code query} to the box [low, high]: never above {@link #squared} to a point inside,
     * in floating point too, because each term is no larger and the order of summation is the same.
     */
    static double squaredToBox(float[] query, float[] low, float[] high) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= query.length; i += 4) {
            s0 += square(outside(query[i], low[i], high[i]));
            s1 += square(outside(query[i + 1], low[i + 1], high[i + 1]));
            s2 += square(outside(query[i + 2], low[i + 2], high[i + 2]));
            s3 += square(outside(query[i + 3], low[i + 3], high[i + 3]));
        }
        for (; i < query.length; i++) s0 += square(outside(query[i], low[i], high[i]));
        return (s0 + s1) + (s2 + s3);
    }

    private static double outside(float x, float low, float high) {
        return Math.max(0, Math.max((double) low - x, (double) x - high));
    }

    private static double square(double x) {
        return x * x;
    }
}
