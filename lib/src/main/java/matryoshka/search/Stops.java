package matryoshka.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The dims at which a scan of a tile pauses: so often that a group's numbers stay in the nearest cache, and on the way
 * to the last dim so that rows can be ruled out.
 */
final class Stops {
    private static final int LEAST = 64, MOST = 96;

    private final int step;
    private final int[] dims; // between the last two prefixes

    /** On the way through {@code prefixes}, ascending. */
    Stops(int[] prefixes) {
        int last = prefixes[prefixes.length - 1], before = prefixes.length == 1 ? 0 : prefixes[prefixes.length - 2];
        step = Math.clamp(Math.ceilDiv(last, 4), LEAST, MOST);
        dims = IntStream.iterate(before + step, dim -> dim < last, dim -> dim + step)
                .toArray();
    }

    /** The next pause after {@code from} on the way to the prefix {@code dim}. */
    int after(int from, int dim) {
        return Math.min(dim, from + step);
    }

    /** Where rows may be ruled out. */
    int[] dims() {
        return dims;
    }

    /** The place of {@code dim} among {@link #dims}; negative if it is not one. */
    int index(int dim) {
        return Arrays.binarySearch(dims, dim);
    }
}
