package matryoshka.chart;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** Whether some column's name is too long to be written level. */
    boolean hasLongColumns() {
        return columns.stream().anyMatch(column -> column.length() > 4);
    }

    /** What is written into a cell; zeros are left to their colour, for a field of them hides the rest. */
    String text(int row, int column) {
        double value = values[row][column];
        if (Double.isNaN(value)) return "–";
        long rounded = Math.round(value);
        return rounded == 0 ? "" : String.valueOf(rounded);
    }

    /** All that is written into cells. */
    Stream<String> texts() {
        return IntStream.range(0, values.length)
                .boxed()
                .flatMap(row -> IntStream.range(0, columns.size()).mapToObj(column -> text(row, column)));
    }
}
