package matryoshka.notebook;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** A table as one HTML element: every text escaped, numbers to the right, if not asked for more, at most {@value #MAX_ROWS} rows. */
final class HtmlTable {
    static final int MAX_ROWS = 50;

    private final TableCells cells;

    private HtmlTable(TableCells cells) {
        this.cells = cells;
    }

    static String of(Table table) {
        return of(table, MAX_ROWS);
    }

    static String of(Table table, int rows) {
        return new HtmlTable(TableCells.of(table, rows)).html();
    }

    private String html() {
        String body = cells.rows().stream().map(row -> row("td", row)).collect(Collectors.joining());
        return "<table>\n<thead>\n" + row("th", cells.names()) + "</thead>\n<tbody>\n" + body + "</tbody>\n</table>"
                + (cells.hiddenRows() == 0 ? "" : "\n<p>" + cells.remainder() + "</p>");
    }

    private String row(String tag, List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(column -> "<" + tag + " style=\"text-align: "
                        + (cells.numeric().get(column) ? "right" : "left") + "\">" + escape(texts.get(column)) + "</"
                        + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
