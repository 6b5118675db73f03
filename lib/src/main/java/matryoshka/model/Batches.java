package matryoshka.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which examples go together: batches of like lengths pad least. */
public final class Batches {
    /** Shuffled examples are sorted by length within pools of this many batches. */
    private static final int POOL = 50;

    private Batches() {}

    /** All examples, longest first, so that the largest memory is needed at once and not in the end. */
    public static List<int[]> sorted(int[] lengths, int size) {
        requireSize(size);
        int[] order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -lengths[i]))
                .mapToInt(i -> i)
                .toArray();
        return cut(order, size);
    }

    /** Random batches of like lengths: shuffle, sort by length within pools, cut, shuffle the batches. */
    public static List<int[]> shuffled(int[] lengths, int size, SplittableRandom random) {
        requireSize(size);
        int[] order = IntStream.range(0, lengths.length).toArray();
        for (int i = order.length - 1; i > 0; i--) swap(order, i, random.nextInt(i + 1));
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start += POOL * size) {
            int[] pool = Arrays.copyOfRange(order, start, Math.min(order.length, start + POOL * size));
            int[] sorted = Arrays.stream(pool)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> lengths[i]))
                    .mapToInt(i -> i)
                    .toArray();
            batches.addAll(cut(sorted, size));
        }
        for (int i = batches.size() - 1; i > 0; i--) Collections.swap(batches, i, random.nextInt(i + 1));
        return batches;
    }

    private static void requireSize(int size) {
        if (size < 1) throw new IllegalArgumentException("batch size must be 1 or more, got " + size);
    }

    private static void swap(int[] a, int i, int j) {
        int held = a[i];
        a[i] = a[j];
        a[j] = held;
    }

    private static List<int[]> cut(int[] order, int size) {
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start += size)
            batches.add(Arrays.copyOfRange(order, start, Math.min(order.length, start + size)));
        return batches;
    }
}
