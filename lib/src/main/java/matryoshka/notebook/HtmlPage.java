package matryoshka.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import matryoshka.AtomicFile;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** A page of headings, text, tables and charts in one HTML file that needs nothing else: no script, no network. */
public final class HtmlPage {
    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.6rem } h2 { font-size: 1.25rem; margin-top: 2.5rem }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0 }
            th, td { padding: .2rem .7rem; border-bottom: 1px solid #ddd } thead th { border-bottom: 2px solid #222 }
            img { max-width: 100%; height: auto } pre { overflow-x: auto; background: #f6f6f6; padding: 1rem }
            .wide { overflow-x: auto }
            @media print { h2 { break-after: avoid } img, table { break-inside: avoid } }
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** @param title of the page and its first heading */
    public HtmlPage(String title) {
        this.title = title;
    }

    public HtmlPage heading(String text) {
        return add("<h2>" + HtmlTable.escape(text) + "</h2>");
    }

    /** A paragraph of plain text. */
    public HtmlPage text(String text) {
        return add("<p>" + HtmlTable.escape(text) + "</p>");
    }

    /** Text as it stands, such as JSON. */
    public HtmlPage verbatim(String text) {
        return add("<pre>" + HtmlTable.escape(text) + "</pre>");
    }

    /** The whole table. */
    public HtmlPage table(Table table) {
        return add("<div class=\"wide\">" + HtmlTable.of(table, Integer.MAX_VALUE) + "</div>");
    }

    /** The chart as a picture inside the page, its title for those who cannot see it. */
    public HtmlPage chart(Chart<?, ?> chart) {
        String png = Base64.getEncoder().encodeToString(ChartImage.png(chart));
        return add("<img alt=\"" + HtmlTable.escape(ChartImage.label(chart)) + "\" width=\"" + chart.getWidth()
                + "\" height=\"" + chart.getHeight() + "\" src=\"data:image/png;base64," + png + "\">");
    }

    private HtmlPage add(String html) {
        body.append(html).append('\n');
        return this;
    }

    /** The page as it is written. */
    public String html() {
        String escaped = HtmlTable.escape(title);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped + "</title>\n<style>\n"
                + STYLE + "</style>\n</head>\n<body>\n<h1>" + escaped + "</h1>\n" + body + "</body>\n</html>\n";
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(html().getBytes(StandardCharsets.UTF_8)));
    }
}
