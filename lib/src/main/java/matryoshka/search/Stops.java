package matryoshka.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The dims at which a scan of a tile pauses: so often that a group's numbers stay in the nearest cache, and so that rows
 * can be ruled out for all prefixes still to come.
 */
final class Stops {
    private static final int LEAST = 64, MOST = 96;
    private static final int EARLIEST = 8; // an eighth of the last prefix: before it, hardly a row can be ruled out

    private final int[] prefixes;
    private final int step;
    private final int[] dims;

    /** On the way through {@code prefixes}, ascending. */
    Stops(int[] prefixes) {
        this.prefixes = prefixes;
        int last = prefixes[prefixes.length - 1];
        step = prefixes.length == 1 ? Math.clamp(Math.ceilDiv(last, 4), LEAST, MOST) : LEAST;
        dims = IntStream.iterate(0, dim -> dim < last, dim -> after(dim, prefixes[firstBeyond(dim)]))
                .filter(dim -> EARLIEST * dim >= last)
                .toArray();
    }

    /** The next pause after {@code from} on the way to the prefix {@code dim}. */
    int after(int from, int dim) {
        return Math.min(dim, from + step);
    }

    /** Where rows may be ruled out, ascending. */
    int[] dims() {
        return dims;
    }

    /** The place of {@code dim} among {@link #dims}; negative if it is not one. */
    int index(int dim) {
        return Arrays.binarySearch(dims, dim);
    }

    /** The place among the prefixes of the first beyond {@code dim}. */
    int firstBeyond(int dim) {
        int place = 0;
        while (prefixes[place] <= dim) place++;
        return place;
    }
}
