package matryoshka.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.vision.Image;
import matryoshka.vision.ImageDataset;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/** The first images of every class, a row a class, dark on white. */
public final class ImageGallery extends Chart<XYStyler, XYSeries> {
    private static final int CELL = 56, GAP = 6, TOP = 60, LEFT = 150;
    private static final int WHITE = 0xFF;

    private final ImageDataset images;
    private final int columns;

    private ImageGallery(ImageDataset images, int columns, String title) {
        super(LEFT + columns * (CELL + GAP) + GAP, TOP + images.classes().size() * (CELL + GAP) + GAP, new XYStyler());
        this.images = images;
        this.columns = columns;
        setTitle(title);
    }

    /** @param columns images of each class, at least one */
    public static ImageGallery of(ImageDataset images, int columns, String title) {
        if (columns < 1)
            throw new IllegalArgumentException("a gallery shows 1 or more images of a class, got " + columns);
        return new ImageGallery(images, columns, title);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(ChartStyle.TEXT);
        graphics.setFont(ChartStyle.TITLE);
        graphics.drawString(getTitle(), GAP, TOP / 2);
        graphics.setFont(ChartStyle.LABEL);
        List<String> classes = images.classes();
        for (int c = 0; c < classes.size(); c++) {
            int top = TOP + c * (CELL + GAP);
            graphics.drawString(classes.get(c), GAP, top + CELL / 2);
            int[] shown = first(c);
            for (int i = 0; i < shown.length; i++)
                graphics.drawImage(inverted(images.example(shown[i])), LEFT + i * (CELL + GAP), top, CELL, CELL, null);
        }
    }

    private int[] first(int label) {
        return IntStream.range(0, images.size())
                .filter(i -> images.label(i) == label)
                .limit(columns)
                .toArray();
    }

    private static BufferedImage inverted(Image image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < image.height(); row++)
            for (int column = 0; column < image.width(); column++)
                picture.getRaster().setSample(column, row, 0, WHITE - (image.pixel(row, column) & WHITE));
        return picture;
    }
}
