package matryoshka.experiment;

import java.util.OptionalDouble;

/**
 * What a search may take and must find; what is empty is not asked.
 *
 * @param megabytes at most, in memory: codes, graph, vectors that are searched; not those only sorted again
 * @param micros at most, of a query
 * @param quality at least: mAP@k, or without labels recall@k, 0 to 1
 */
public record Budget(OptionalDouble megabytes, OptionalDouble micros, OptionalDouble quality) {
    public Budget {
        require("megabytes", megabytes, Double.MAX_VALUE);
        require("microseconds", micros, Double.MAX_VALUE);
        require("quality", quality, 1);
    }

    private static void require(String name, OptionalDouble value, double most) {
        if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() <= most))
            throw new IllegalArgumentException("a budget's " + name + " must be above 0"
                    + (most == 1 ? " and at most 1" : "") + ", got " + value.getAsDouble());
    }

    /** Nothing asked: the best there is. */
    public static Budget unlimited() {
        return new Budget(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    public Budget withMegabytes(double most) {
        return new Budget(OptionalDouble.of(most), micros, quality);
    }

    public Budget withMicros(double most) {
        return new Budget(megabytes, OptionalDouble.of(most), quality);
    }

    public Budget withQuality(double least) {
        return new Budget(megabytes, micros, OptionalDouble.of(least));
    }

    /** Whether a setting keeps to what it may take. */
    boolean affords(MeasuredSetting setting) {
        return setting.megabytes() <= megabytes.orElse(Double.MAX_VALUE)
                && setting.micros() <= micros.orElse(Double.MAX_VALUE);
    }
}
