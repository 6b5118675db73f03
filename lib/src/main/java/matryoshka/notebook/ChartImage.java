package matryoshka.notebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import matryoshka.chart.Charts;
import org.knowm.xchart.internal.chartpart.Chart;

/** What a notebook shows of a chart. */
final class ChartImage {
    private ChartImage() {}

    /** The bytes of a PNG of 2 · width × 2 · height pixels. */
    static byte[] png(Chart<?, ?> chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(Charts.image(chart), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A stable one-line description: the title where there is one, and the size. */
    static String label(Chart<?, ?> chart) {
        String title = chart.getTitle() == null ? "" : chart.getTitle().strip();
        String size = chart.getWidth() + " × " + chart.getHeight();
        return title.isEmpty() ? "Chart, " + size : "Chart: " + title.replaceAll("\\s+", " ") + ", " + size;
    }
}
