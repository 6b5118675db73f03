package matryoshka.experiment;

/**
 * A way to search, and what was measured of it.
 *
 * @param dim at which all rows are searched
 * @param quality over the queries to choose by
 * @param heldOut the same over those held out
 */
public record MeasuredSetting(String name, int dim, double quality, double heldOut, double micros, double megabytes) {}
