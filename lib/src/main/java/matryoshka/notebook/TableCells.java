package matryoshka.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The first rows of a table as the texts to be shown: one decimal pattern a column, missing values empty, control
 * characters and line breaks as spaces. What terminals and notebooks share.
 */
record TableCells(List<String> names, List<Boolean> numeric, List<List<String>> rows, int hiddenRows) {
    static TableCells of(Table table, int maxRows) {
        if (maxRows < 1) throw new IllegalArgumentException("a table needs at least 1 row to show, got " + maxRows);
        int shown = Math.min(maxRows, table.rowCount());
        List<List<String>> columns =
                table.columns().stream().map(column -> texts(column, shown)).toList();
        List<List<String>> rows = IntStream.range(0, shown)
                .mapToObj(row -> columns.stream().map(column -> column.get(row)).toList())
                .toList();
        return new TableCells(
                table.columnNames().stream().map(TableCells::oneLine).toList(),
                table.columns().stream()
                        .map(column -> column instanceof NumericColumn)
                        .toList(),
                rows,
                table.rowCount() - shown);
    }

    /** "… 12 more rows", or empty when every row is shown. */
    String remainder() {
        if (hiddenRows == 0) return "";
        return String.format(Locale.ROOT, "… %,d more %s", hiddenRows, hiddenRows == 1 ? "row" : "rows");
    }

    private static List<String> texts(Column<?> column, int rows) {
        String pattern = column instanceof NumericColumn<?> numbers ? pattern(numbers) : null;
        return IntStream.range(0, rows)
                .mapToObj(row -> {
                    if (column.isMissing(row)) return "";
                    if (pattern == null) return oneLine(column.getString(row));
                    return String.format(Locale.ROOT, pattern, ((NumericColumn<?>) column).getDouble(row));
                })
                .toList();
    }

    /** Whole numbers and tenths as they are; otherwise as many decimals as leave the column's largest four digits. */
    private static String pattern(NumericColumn<?> column) {
        double[] sizes = Arrays.stream(column.asDoubleArray())
                .filter(Double::isFinite)
                .map(Math::abs)
                .toArray();
        if (Arrays.stream(sizes).allMatch(size -> size == Math.rint(size))) return "%.0f";
        if (Arrays.stream(sizes).allMatch(size -> Math.abs(10 * size - Math.rint(10 * size)) < 1e-9)) return "%.1f";
        double largest = Arrays.stream(sizes).max().orElse(0);
        if (largest < 0.001) return "%.2e";
        return largest < 10 ? "%.4f" : largest < 1000 ? "%.2f" : "%.1f";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
