package matryoshka.notebook;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import matryoshka.chart.Charts;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** Tables as text to a stream, charts as PNG files in a folder and, if asked for, in windows. */
record TerminalDisplay(PrintStream out, Path folder) {
    void display(Object value) {
        switch (value) {
            case Table table -> out.print(heading(table) + TextTable.of(table));
            case Chart<?, ?> chart -> {
                out.println("chart written to " + write(chart));
                if (ChartWindow.isAskedFor()) ChartWindow.open(chart);
            }
            case null, default -> out.println(value);
        }
        out.flush();
    }

    private static String heading(Table table) {
        return table.name() == null || table.name().isBlank() ? "" : table.name() + "\n";
    }

    private Path write(Chart<?, ?> chart) {
        Path file = folder.resolve(fileName(chart.getTitle()));
        try {
            Charts.png(chart, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the chart to " + file + ": check the folder's permissions", e);
        }
        return file;
    }

    /** "Top-1 by dimension (WordNet)" becomes top-1-by-dimension-wordnet.png; the same title overwrites its file. */
    private static String fileName(String title) {
        String slug = (title == null ? "" : title)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        return (slug.isEmpty() ? "chart" : slug) + ".png";
    }
}
