package matryoshka.experiment;

import java.util.Set;

/** One number a run found: of a metric, at a dim; a fraction or correlation, or in the unit that is the metric's name. */
public record Measurement(int dim, String metric, double value) {
    /** Queries answered in a second, one after the other. */
    public static final String SPEED = "queries/s";
    /** Millions of numbers of the database that went into a query's distances. */
    static final String OPERATIONS = "MFLOPs";
    /** What searches go through, in millions of bytes. */
    static final String SIZE = "MB";

    private static final Set<String> UNITS = Set.of(SPEED, OPERATIONS, SIZE);

    /** Whether values of the metric are shares, to be shown in percent. */
    static boolean isShare(String metric) {
        return !UNITS.contains(metric);
    }
}
