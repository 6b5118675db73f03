package matryoshka.vision;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Images made for tests. */
final class Pictures {
    static final List<String> CLASSES = List.of("left", "right", "low");

    private Pictures() {}

    /** Noise. */
    static Image one(int height, int width, long seed) {
        byte[] pixels = new byte[height * width];
        new SplittableRandom(seed).nextBytes(pixels);
        return Image.of(height, width, pixels);
    }

    static List<Image> noise(int n, int height, int width) {
        return IntStream.range(0, n).mapToObj(i -> one(height, width, i)).toList();
    }

    /** Noise of three classes in turn. */
    static ImageDataset dataset(int n) {
        int[] labels = IntStream.range(0, n).map(i -> i % CLASSES.size()).toArray();
        return ImageDataset.of("noise", noise(n, 6, 5), labels, CLASSES);
    }
}
