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

    /** Σ a² over {@code a[from..to-1]}. */
    static double squares(float[] a, int from, int to) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            s0 += square(a[i]);
            s1 += square(a[i + 1]);
            s2 += square(a[i + 2]);
            s3 += square(a[i + 3]);
        }
        for (; i < to; i++) s0 += square(a[i]);
        return (s0 + s1) + (s2 + s3);
    }

    private static double square(double x) {
        return x * x;
    }
}
