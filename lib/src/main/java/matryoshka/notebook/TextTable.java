package matryoshka.notebook;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** A table as lines of text: columns aligned, numbers to the right, long texts cut with an ellipsis to fit the width. */
public final class TextTable {
    private static final int WIDTH = 120;
    private static final int MAX_ROWS = 40;
    private static final int NARROWEST = 8;
    private static final String GAP = "  ";

    private final TableCells cells;
    private final int[] widths;

    private TextTable(TableCells cells, int maxWidth) {
        this.cells = cells;
        this.widths = IntStream.range(0, cells.names().size()).map(this::widest).toArray();
        narrowTo(maxWidth);
    }

    /** At most 40 rows in at most 120 columns. */
    public static String of(Table table) {
        return of(table, WIDTH, MAX_ROWS);
    }

    /**
     * At most {@code maxRows} rows, followed by "… n more rows"; text columns are narrowed, down to 8 characters each,
     * until a line fits into {@code maxWidth} characters. Numbers are never cut.
     */
    public static String of(Table table, int maxWidth, int maxRows) {
        return new TextTable(TableCells.of(table, maxRows), maxWidth).text();
    }

    private int widest(int column) {
        int header = length(cells.names().get(column));
        return cells.rows().stream().mapToInt(row -> length(row.get(column))).reduce(header, Math::max);
    }

    private void narrowTo(int maxWidth) {
        int line = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        for (; line > maxWidth; line--) {
            int column = widestText();
            if (column < 0) return;
            widths[column]--;
        }
    }

    /** The widest text column that may still be narrowed, or -1. */
    private int widestText() {
        int widest = -1;
        for (int column = 0; column < widths.length; column++)
            if (!cells.numeric().get(column)
                    && widths[column] > NARROWEST
                    && (widest < 0 || widths[column] > widths[widest])) widest = column;
        return widest;
    }

    private String text() {
        String rule = IntStream.of(widths).mapToObj("─"::repeat).collect(Collectors.joining(GAP));
        StringBuilder text = new StringBuilder()
                .append(line(cells.names()))
                .append('\n')
                .append(rule)
                .append('\n');
        cells.rows().forEach(row -> text.append(line(row)).append('\n'));
        if (cells.hiddenRows() > 0) text.append(cells.remainder()).append('\n');
        return text.toString();
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> cell(row.get(column), column))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private String cell(String text, int column) {
        int width = widths[column];
        if (length(text) > width) text = text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
        String padding = " ".repeat(width - length(text));
        return cells.numeric().get(column) ? padding + text : text + padding;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
