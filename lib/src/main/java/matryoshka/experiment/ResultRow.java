package matryoshka.experiment;

/**
 * One value of an experiment, a row of its CSV file.
 *
 * @param run the run record's file, relative to the CSV's folder
 */
public record ResultRow(String task, String method, int dim, long seed, String metric, double value, String run) {}
