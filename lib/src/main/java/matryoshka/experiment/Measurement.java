package matryoshka.experiment;

/** One number a run found: of a metric, as a fraction or correlation, at a dim. */
public record Measurement(int dim, String metric, double value) {}
