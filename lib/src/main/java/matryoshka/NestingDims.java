package matryoshka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The nesting dims M of Matryoshka representation learning: the prefix lengths m at which an embedding of full
 * dimension D = {@link #full()} must itself be a good embedding; ascending, the full dimension last
 * (Kusupati et al. 2022, arXiv:2205.13147, section 3).
 */
public record NestingDims(List<Integer> dims) {
    public NestingDims {
        dims = List.copyOf(dims);
        if (dims.isEmpty() || dims.getFirst() < 1)
            throw new IllegalArgumentException("nesting dims must start at 1 or more, got " + dims);
        for (int i = 1; i < dims.size(); i++)
            if (dims.get(i) <= dims.get(i - 1))
                throw new IllegalArgumentException("nesting dims must ascend without repeats, got " + dims.get(i)
                        + " after " + dims.get(i - 1) + " in " + dims);
    }

    public static NestingDims of(int... dims) {
        return new NestingDims(Arrays.stream(dims).boxed().toList());
    }

    /** {@code first, 2·first, 4·first …} up to and always including {@code full}: the paper's logarithmic spacing. */
    public static NestingDims doubling(int first, int full) {
        if (first < 1 || first > full)
            throw new IllegalArgumentException(
                    "the smallest nesting dim must lie in 1.." + full + " (the full dimension), got " + first);
        List<Integer> dims = new ArrayList<>();
        for (int dim = first; dim < full; dim *= 2) dims.add(dim);
        dims.add(full);
        return new NestingDims(dims);
    }

    /**
     * These dims, and {@code dimension} if it is not among them.
     *
     * @throws IllegalArgumentException if one of them is larger
     */
    public NestingDims upTo(int dimension) {
        if (full() > dimension)
            throw new IllegalArgumentException("the dims " + this + " go beyond the " + dimension
                    + " dims of the vectors: leave the larger ones out");
        if (full() == dimension) return this;
        List<Integer> more = new ArrayList<>(dims);
        more.add(dimension);
        return new NestingDims(more);
    }

    /** Reads {@code "8,16,32"}. */
    public static NestingDims parse(String text) {
        try {
            return new NestingDims(Arrays.stream(text.split(","))
                    .map(String::strip)
                    .map(Integer::valueOf)
                    .toList());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "nesting dims are whole numbers separated by commas such as 8,16,32, got \"" + text + "\"", e);
        }
    }

    /** The full dimension D: the largest of the dims. */
    public int full() {
        return dims.getLast();
    }

    public int smallest() {
        return dims.getFirst();
    }

    /** The dim nearest to {@code dim}; of two as near, the larger. */
    public int nearest(int dim) {
        return dims.reversed().stream()
                .min(Comparator.comparingInt(each -> Math.abs(each - dim)))
                .orElseThrow();
    }

    public int size() {
        return dims.size();
    }

    @Override
    public String toString() {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
