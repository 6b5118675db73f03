package matryoshka.evaluate;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean with its 95 % confidence interval over independent runs, by Student's t.
 *
 * @param halfWidth t·s/√n of the n values; NaN for a single one, which tells nothing of its spread
 */
public record Interval(double mean, double halfWidth, int n) {
    private static final double UPPER = 0.975;

    public static Interval of(double... values) {
        int n = values.length;
        if (n == 0) throw new IllegalArgumentException("an interval needs at least one value, got none");
        double mean = Arrays.stream(values).average().orElseThrow();
        if (n == 1) return new Interval(mean, Double.NaN, 1);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER);
        return new Interval(mean, t * Math.sqrt(squares / (n - 1) / n), n);
    }

    /** Whether all of this interval lies above all of {@code other}. */
    public boolean isAbove(Interval other) {
        return mean - halfWidth > other.mean + other.halfWidth;
    }
}
