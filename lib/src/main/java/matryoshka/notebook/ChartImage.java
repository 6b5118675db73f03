package matryoshka.notebook;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** A chart painted at twice its size, so that it is sharp on dense screens. */
final class ChartImage {
    private static final int SCALE = 2;

    private ChartImage() {}

    /** The bytes of a PNG of 2 · width × 2 · height pixels. */
    static byte[] png(Chart<?, ?> chart) {
        BufferedImage image =
                new BufferedImage(SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
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
