package matryoshka.chart;

import java.util.Locale;

/** How the scores of a metric are written: fractions of a count in percent, anything else as it is. */
public enum MetricScale {
    PERCENT(100, " (%)", "%.1f %%"),
    PLAIN(1, "", "%.3f");

    private final double factor;
    private final String unit;
    private final String format;

    MetricScale(double factor, String unit, String format) {
        this.factor = factor;
        this.unit = unit;
        this.format = format;
    }

    /** @param metric such as accuracy, recall@1 or spearman */
    public static MetricScale of(String metric) {
        return metric.contains("accuracy") || metric.startsWith("recall") ? PERCENT : PLAIN;
    }

    /** 0.425 as 42.5 % or as 0.425. */
    public String format(double score) {
        return String.format(Locale.ROOT, format, factor * score);
    }

    double factor() {
        return factor;
    }

    String axisTitle(String metric) {
        return metric + unit;
    }
}
