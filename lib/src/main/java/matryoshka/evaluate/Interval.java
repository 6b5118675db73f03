package matryoshka.evaluate;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean with its 95 % confidence interval.
 *
 * @param low its lower end; NaN for a single value, which tells nothing of its spread
 * @param high its upper end; likewise
 * @param n how many values
 */
public record Interval(double mean, double low, double high, int n) {
    private static final double UPPER = 0.975;

    /** Over independent runs by Student's t: mean ± t·s/√n. */
    public static Interval of(double... values) {
        int n = values.length;
        if (n == 0) throw new IllegalArgumentException("an interval needs at least one value, got none");
        double mean = Arrays.stream(values).average().orElseThrow();
        if (n == 1) return new Interval(mean, Double.NaN, Double.NaN, 1);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER);
        double half = t * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - half, mean + half, n);
    }

    /** Half of what lies between its ends; NaN for a single value. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Of shares, for reading: {@code 68.6 ± 0.5} percent, of a single value {@code 68.6}. */
    public String percent() {
        double rounded = Math.rint(1000 * mean) / 10 + 0.0; // not -0.0
        return n == 1
                ? String.format(Locale.ROOT, "%.1f", rounded)
                : String.format(Locale.ROOT, "%.1f ± %.1f", rounded, 100 * halfWidth());
    }

    /** Whether all of this interval lies above all of {@code other}. */
    public boolean isAbove(Interval other) {
        return low > other.high;
    }

    /** Whether {@code value} lies between its ends. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
