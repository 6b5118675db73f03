package matryoshka.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one dim is worth, as fractions 0..1, by the name of the {@link Metric}. */
public record DimensionScore(int dim, Map<String, Double> values) {
    public DimensionScore {
        if (dim < 1) throw new IllegalArgumentException("a score belongs to a dim of 1 or more, got " + dim);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        values.forEach((metric, value) -> {
            if (!(value >= 0 && value <= 1))
                throw new IllegalArgumentException(metric + " must be a fraction 0..1 (percent / 100), got " + value);
        });
    }

    DimensionScore with(String metric, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(metric, value);
        return new DimensionScore(dim, more);
    }

    /** The value of a metric, which must have been measured. */
    public double get(String metric) {
        Double value = values.get(metric);
        if (value == null)
            throw new IllegalArgumentException(
                    metric + " was not measured at " + dim + " dims: choose one of " + values.keySet());
        return value;
    }

    /** The accuracy of the classifier head. */
    public double top1() {
        return get(Metric.TOP1);
    }

    /** The accuracy of the nearest training embedding's label. */
    public double oneNn() {
        return get(Metric.ONE_NN);
    }
}
