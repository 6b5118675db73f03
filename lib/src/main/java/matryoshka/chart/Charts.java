package matryoshka.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import matryoshka.AtomicFile;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as PNG and SVG files; needs no display. */
public final class Charts {
    private static final int SCALE = 2;

    private Charts() {}

    /** Writes {@code chart} at twice its size in pixels, sharp on paper and dense screens; whole or not at all. */
    public static void png(Chart<?, ?> chart, Path file) throws IOException {
        BufferedImage image = image(chart);
        AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
    }

    /** Writes {@code chart} as vectors with its texts as text, sharp at every size; whole or not at all. */
    public static void svg(Chart<?, ?> chart, Path file) throws IOException {
        SvgDrawing drawing = SvgDrawing.of(chart);
        AtomicFile.write(file, drawing::writeTo);
    }

    /** The chart as it is written: [2·height, 2·width] pixels. */
    public static BufferedImage image(Chart<?, ?> chart) {
        int width = chart.getWidth(), height = chart.getHeight();
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart.paint(graphics, width, height);
        graphics.dispose();
        return image;
    }
}
