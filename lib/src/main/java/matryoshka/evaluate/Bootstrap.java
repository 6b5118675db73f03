package matryoshka.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Percentile intervals by drawing the examples again with replacement (Efron 1979): 10,000 times, from a seed. */
public final class Bootstrap {
    private static final int DRAWS = 10_000;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /** The mean of {@code values}, one an example, such as 1 for right and 0 for wrong. */
    public static Interval mean(double[] values, long seed) {
        if (values.length == 0) throw new IllegalArgumentException("a bootstrap needs at least one value, got none");
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) sum += values[random.nextInt(values.length)];
            means[draw] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(
                Arrays.stream(values).average().orElseThrow(),
                percentile(means, TAIL),
                percentile(means, 1 - TAIL),
                values.length);
    }

    /**
     * The mean of a − b, of two methods on the same examples: each draw takes both values of an example, so what is
     * hard for both cancels out.
     */
    public static Interval difference(double[] a, double[] b, long seed) {
        if (a.length != b.length)
            throw new IllegalArgumentException("methods are compared on the same examples, got " + a.length
                    + " values of the one and " + b.length + " of the other");
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) differences[i] = a[i] - b[i];
        return mean(differences, seed);
    }

    /** Between the two nearest of the sorted values. */
    private static double percentile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at, above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
