package matryoshka.vision;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import matryoshka.data.DebianPackage;
import matryoshka.data.FetchedFile;
import matryoshka.data.FetchedSet;
import matryoshka.data.Split;

/**
 * Fashion-MNIST (Xiao et al. 2017, arXiv:1708.07747): grey pictures of clothes, 28 × 28, in 10 classes of equal size.
 *
 * @param train the official 60,000 training images
 * @param test the official 10,000 test images
 */
public record FashionMnist(ImageDataset train, ImageDataset test) {
    private static final Path SYSTEM = Path.of("/usr/share/datasets/fashion-mnist");
    private static final FetchedFile TRAIN_IMAGES =
            file("train-images-idx3-ubyte.gz", "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7");
    private static final FetchedFile TRAIN_LABELS =
            file("train-labels-idx1-ubyte.gz", "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056");
    private static final FetchedFile TEST_IMAGES =
            file("t10k-images-idx3-ubyte.gz", "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa");
    private static final FetchedFile TEST_LABELS =
            file("t10k-labels-idx1-ubyte.gz", "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05");

    /** How its files come onto this machine. */
    public static final FetchedSet SET = new FetchedSet(
            "fashion-mnist",
            "Fashion-MNIST (31 MB)",
            new DebianPackage("dataset-fashion-mnist"),
            "datasets fetch",
            List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS));

    /** What the class ids stand for. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private static FetchedFile file(String name, String sha256) {
        return new FetchedFile("usr/share/datasets/fashion-mnist/" + name, sha256);
    }

    /**
     * Reads it from the {@link matryoshka.data.DataCache}, else from where Debian's package {@code
     * dataset-fashion-mnist} installs it.
     *
     * @throws IllegalArgumentException if it is in neither, or damaged; the message says how to fetch it
     */
    public static FashionMnist load() {
        return load(
                Stream.of(SET.folder(), SYSTEM).filter(SET::isIn).findFirst().orElse(SET.folder()));
    }

    /** Reads it from a folder that holds the four files as they were published. */
    public static FashionMnist load(Path folder) {
        return new FashionMnist(part(folder, TRAIN_IMAGES, TRAIN_LABELS), part(folder, TEST_IMAGES, TEST_LABELS));
    }

    /** The same, fetched first into the cache by apt-get (without root) unless it is there or installed. */
    public static FashionMnist fetch() {
        if (!SET.isIn(SET.folder()) && !SET.isIn(SYSTEM)) SET.fetch();
        return load();
    }

    private static ImageDataset part(Path folder, FetchedFile images, FetchedFile labels) {
        return ImageDataset.decode(SET.name(), idx(folder, images, 3), idx(folder, labels, 1), CLASSES);
    }

    private static Idx idx(Path folder, FetchedFile file, int rank) {
        return Idx.read(folder.resolve(file.name()).toString(), SET.bytes(folder, file), rank);
    }

    /**
     * About {@code train} and {@code validation} images drawn from the official training images, as many of each
     * class, and all official test images.
     */
    public Split<ImageDataset> split(int train, int validation, long seed) {
        if (train < 1 || validation < 1 || train + validation > this.train.size())
            throw new IllegalArgumentException("training and validation images must be 1 or more and at most "
                    + this.train.size() + " together, got " + train + " and " + validation);
        ImageDataset drawn = this.train.sample(train + validation, seed);
        double share = (double) train / drawn.size();
        Split<ImageDataset> parts = drawn.split(share, 1 - share, seed);
        return new Split<>(parts.train(), parts.validation(), test);
    }
}
