package matryoshka.experiment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import matryoshka.evaluate.DimensionReport;

/**
 * One number a run found: of a method (the run's own, or a baseline that takes the same model), of a metric, at a dim; a
 * fraction or correlation, or in the unit that is the metric's name.
 */
public record Measurement(String method, int dim, String metric, double value) {
    /** Queries answered in a second, one after the other. */
    public static final String SPEED = "queries/s";
    /** Millions of numbers of the database that went into a query's distances. */
    public static final String OPERATIONS = "MFLOPs";
    /** What searches go through, in millions of bytes. */
    static final String SIZE = "MB";
    /** Dims that adaptive classification stops at, on average; filed under the largest it may go to. */
    public static final String EXPECTED_DIMS = "adaptive expected dims";
    /** Dims that adaptive classification reads, all heads on its way counted. */
    public static final String CUMULATIVE_DIMS = "adaptive cumulative dims";

    /** Accuracy of adaptive classification; filed like its dims. */
    public static final String ADAPTIVE_ACCURACY = "adaptive accuracy";
    /** The share of examples that at least one of the dims up to the largest is right about. */
    public static final String ADAPTIVE_ORACLE = "adaptive oracle";
    /** The condition of adaptive classification that may stop at so many dims on average; filed under that budget. */
    public static final String BUDGET = "budget";
    /** Accuracy by nearest class mean, of all examples or, behind it, of so many a class. */
    public static final String CLASS_MEAN = "nearest class mean";
    /** The condition of texts as they are. */
    public static final String UNDISTURBED = "undisturbed";
    /** The condition of texts with typos, before their rate. */
    public static final String TYPOS = "typos";
    /** The condition of texts that lack words, before their rate. */
    public static final String DROPPED_WORDS = "dropped words";

    private static final Set<String> UNITS = Set.of(SPEED, OPERATIONS, SIZE, EXPECTED_DIMS, CUMULATIVE_DIMS);

    /** The name of a metric measured under a condition, such as {@link #UNDISTURBED} or {@code typos 0.1}. */
    public static String under(String metric, String condition) {
        return metric + ", " + condition;
    }

    /** The condition of embeddings that an encoder's layer gives, counted from 1. */
    public static String layer(int layer) {
        return "layer " + layer;
    }

    /** The condition of the classes of a third by size: head, middle or tail. */
    public static String third(String name) {
        return name + " classes";
    }

    /** Whether values of the metric are shares, to be shown in percent. */
    static boolean isShare(String metric) {
        return UNITS.stream().noneMatch(metric::startsWith);
    }

    /** All that a report says. */
    static List<Measurement> of(DimensionReport report) {
        return report.scores().stream()
                .flatMap(score -> score.values().entrySet().stream()
                        .map(each -> new Measurement(report.method(), score.dim(), each.getKey(), each.getValue())))
                .toList();
    }

    /** One metric by dim. */
    static List<Measurement> of(String method, String metric, Map<Integer, Double> byDim) {
        return byDim.entrySet().stream()
                .map(each -> new Measurement(method, each.getKey(), metric, each.getValue()))
                .toList();
    }
}
