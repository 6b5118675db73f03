package matryoshka.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.data.Dataset;
import matryoshka.data.Fingerprint;
import matryoshka.data.Split;
import matryoshka.data.Strata;

/** N grey images of one size with a class each. Samples and splits share the pixels and remember where they stood. */
public final class ImageDataset implements Dataset<Image> {
    private static final int BYTE = 0xFF;
    private static final int MOST_CLASSES = 256;

    private final String name;
    private final int height;
    private final int width;
    private final byte[] pixels; // [all, height, width]
    private final int[] rows; // [N] which of all
    private final int[] labels; // [N] ids into classes
    private final List<String> classes;

    private ImageDataset(
            String name, int height, int width, byte[] pixels, int[] rows, int[] labels, List<String> classes) {
        this.name = name;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.rows = rows;
        this.labels = labels;
        this.classes = List.copyOf(classes);
    }

    /**
     * Images of one's own.
     *
     * @param name what errors and reports call the dataset
     * @param images all of one size
     * @param labels [N] ids into {@code classes}
     * @throws IllegalArgumentException if sizes or numbers differ, or a label has no class
     */
    public static ImageDataset of(String name, List<Image> images, int[] labels, List<String> classes) {
        if (images.isEmpty()) throw new IllegalArgumentException(name + ": there is no image: give at least one");
        int height = images.getFirst().height();
        int width = images.getFirst().width();
        ByteBuffer pixels = ByteBuffer.allocate(Math.multiplyExact(images.size(), height * width));
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            if (image.height() != height || image.width() != width)
                throw new IllegalArgumentException(name + ", image " + i + ": has " + image.height() + " × "
                        + image.width() + " pixels, the first has " + height + " × " + width
                        + ": bring all to one size");
            pixels.put(image.pixels());
        }
        return of(name, new int[] {images.size(), height, width}, pixels.array(), labels.clone(), classes);
    }

    private static ImageDataset of(String name, int[] shape, byte[] pixels, int[] labels, List<String> classes) {
        if (labels.length != shape[0])
            throw new IllegalArgumentException(name + ": every image needs its label: got " + shape[0] + " images and "
                    + labels.length + " labels");
        for (int i = 0; i < labels.length; i++)
            if (labels[i] < 0 || labels[i] >= classes.size())
                throw new IllegalArgumentException(name + ", image " + i + ": has label " + labels[i]
                        + ", there are classes 0.." + (classes.size() - 1) + ": name all classes");
        int[] rows = IntStream.range(0, shape[0]).toArray();
        return new ImageDataset(name, shape[1], shape[2], pixels, rows, labels, classes);
    }

    /**
     * Reads images and labels in the form of the MNIST sets, {@code …-images-idx3-ubyte.gz} and
     * {@code …-labels-idx1-ubyte.gz}.
     *
     * @throws IllegalArgumentException naming the file, what is wrong with it and what to do
     * @throws UncheckedIOException if a file cannot be read
     */
    public static ImageDataset read(String name, Path images, Path labels, List<String> classes) {
        return decode(
                name,
                Idx.read(images.toString(), bytes(images), 3),
                Idx.read(labels.toString(), bytes(labels), 1),
                classes);
    }

    private static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException(file + ": is no file; name the folder or file that holds the images");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static ImageDataset decode(String name, Idx images, Idx labels, List<String> classes) {
        if (classes.size() > MOST_CLASSES)
            throw new IllegalArgumentException("a byte tells 256 classes apart, got " + classes.size());
        int[] ids = new int[labels.bytes().length];
        for (int i = 0; i < ids.length; i++) ids[i] = labels.bytes()[i] & BYTE;
        if (ids.length != images.shape()[0])
            throw new IllegalArgumentException(labels.source() + ": has " + ids.length + " labels for "
                    + images.shape()[0] + " images of " + images.source() + "; take both files of one set");
        return of(name, images.shape(), images.bytes(), ids, classes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return rows.length;
    }

    /** Rows of pixels of every image. */
    public int height() {
        return height;
    }

    /** Columns of pixels of every image. */
    public int width() {
        return width;
    }

    @Override
    public Image example(int i) {
        int area = height * width;
        return new Image(height, width, ByteBuffer.wrap(pixels, rows[i] * area, area));
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /** The image by its place in what was read, counted from 0, such as {@code image 17}. */
    @Override
    public String place(int i) {
        return "image " + rows[i];
    }

    /** All {@link #place places} in order: what stands for the texts where a model is saved with a database. */
    public List<String> places() {
        return IntStream.range(0, size()).mapToObj(this::place).toList();
    }

    /** The images at {@code indices}, in that order, with the classes of the whole. */
    public ImageDataset select(int... indices) {
        return new ImageDataset(
                name,
                height,
                width,
                pixels,
                Arrays.stream(indices).map(i -> rows[i]).toArray(),
                Arrays.stream(indices).map(i -> labels[i]).toArray(),
                classes);
    }

    /** About {@code n} images in their old order, class by class as {@link Strata#sample} draws them. */
    public ImageDataset sample(int n, long seed) {
        return n >= size() ? this : select(Strata.sample(this, n, seed));
    }

    /**
     * Splits into train, validation and test (what the two shares leave), stratified by class. Equal images stay
     * together in one part.
     *
     * @throws IllegalArgumentException if a class has one image, or a part with a share would be empty
     */
    public Split<ImageDataset> split(double train, double validation, long seed) {
        int[][] parts = Strata.split(this, image -> image, train, validation, seed);
        return new Split<>(select(parts[0]), select(parts[1]), select(parts[2]));
    }

    @Override
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint().add(height + " × " + width);
        for (int i = 0; i < size(); i++) fingerprint.add(example(i).pixels()).add(classes.get(labels[i]));
        return fingerprint.hex();
    }

    @Override
    public String toString() {
        return name + ": " + size() + " images of " + height + " × " + width + ", " + classes.size() + " classes";
    }
}
