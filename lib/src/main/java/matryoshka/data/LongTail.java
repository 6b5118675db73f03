package matryoshka.data;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A subsample whose classes shrink exponentially, as in CIFAR-LT (Cui et al. 2019, arXiv:1901.05555): with the C
 * classes ranked by size, r = 0 … C-1, class r keeps n_max · ratio^(-r/(C-1)) rows, rounded down. n_max is the largest
 * that the classes can fill; ratio 1 balances them.
 */
public final class LongTail {
    /** A third of the classes by rank. */
    public enum Third {
        HEAD,
        MIDDLE,
        TAIL
    }

    private static final double ROUNDING = 1e-9; // 40 · 10^-1 · 10 may fall just short of 40

    private final TextDataset dataset;
    private final List<Integer> ranked;

    private LongTail(TextDataset dataset, List<Integer> ranked) {
        this.dataset = dataset;
        this.ranked = ranked;
    }

    /**
     * Draws the subsample, in the order of {@code data} and with its classes.
     *
     * @param ratio of the largest class to the smallest, 1 or more
     * @throws IllegalArgumentException if there are fewer than 3 classes, one is empty or the last would become so
     */
    public static LongTail of(TextDataset data, double ratio, long seed) {
        int[] counts = data.classCounts();
        List<Integer> ranked = ranked(counts);
        require(data, counts[ranked.getLast()], ratio);
        double[] shares = IntStream.range(0, counts.length)
                .mapToDouble(r -> Math.pow(ratio, -r / (counts.length - 1.0)))
                .toArray();
        double largest = IntStream.range(0, counts.length)
                .mapToDouble(r -> counts[ranked.get(r)] / shares[r])
                .min()
                .orElseThrow();
        int[] quotas = new int[counts.length];
        for (int r = 0; r < quotas.length; r++)
            quotas[ranked.get(r)] = (int) (Math.floor(largest + ROUNDING) * shares[r] + ROUNDING);
        if (quotas[ranked.getLast()] < 1)
            throw new IllegalArgumentException("the ratio " + ratio + " leaves the smallest class of " + data.name()
                    + " without rows, as the largest can keep but " + (int) largest + ": lower the ratio");
        return new LongTail(data.select(StratifiedSample.draw(data.labels(), quotas, seed)), ranked);
    }

    private static void require(TextDataset data, int fewest, double ratio) {
        if (!(ratio >= 1 && ratio < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "the ratio of the largest class to the smallest must be 1 or more, got " + ratio + ": try 10");
        if (data.classes().size() < 3)
            throw new IllegalArgumentException("a long tail needs 3 classes or more, " + data.name() + " has "
                    + data.classes().size());
        if (fewest < 1)
            throw new IllegalArgumentException(
                    data.name() + " has a class without rows: a long tail needs a row of every class");
    }

    /** Class ids, the largest class first; of two as large, the lower id. */
    private static List<Integer> ranked(int[] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingInt(c -> -counts[c]))
                .toList();
    }

    public TextDataset dataset() {
        return dataset;
    }

    /** All class ids by rank [C], the largest class first. */
    public List<Integer> ranked() {
        return ranked;
    }

    /** The ids of the classes of a third, by rank; where C is no multiple of 3, the tail is the longer. */
    public int[] classes(Third third) {
        int c = ranked.size(), t = third.ordinal();
        return ranked.subList(c * t / 3, c * (t + 1) / 3).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Rows of each class by rank [C], descending. */
    public int[] sizes() {
        int[] counts = dataset.classCounts();
        return ranked.stream().mapToInt(c -> counts[c]).toArray();
    }
}
