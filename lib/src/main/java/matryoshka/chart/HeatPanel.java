package matryoshka.chart;

import java.util.Arrays;
import java.util.List;

/**
 * One field of cells of a heat map.
 *
 * @param title above it; may be empty
 * @param xTitle below it
 * @param columns what the columns are
 * @param values in percent [rows, columns]; NaN where there is none
 */
record HeatPanel(String title, String xTitle, List<String> columns, double[][] values) {
    HeatPanel {
        columns = List.copyOf(columns);
        values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        int width = columns.size();
        if (width == 0 || Arrays.stream(values).anyMatch(row -> row.length != width))
            throw new IllegalArgumentException(
                    "a heat map needs a value for each of its columns in every row, got columns " + columns);
    }

    /** The longest of the columns' names may be too long to be written level. */
    boolean hasLongColumns() {
        return columns.stream().anyMatch(column -> column.length() > 4);
    }
}
