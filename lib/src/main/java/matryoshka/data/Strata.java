package matryoshka.data;

import java.util.function.Function;

/** Indices into a labelled dataset of any kind, drawn or shared out class by class. */
public final class Strata {
    private Strata() {}

    /**
     * Ascending indices of about {@code n} examples: of every class at least {@link TextDataset#SAMPLE_FLOOR}, or all
     * it has, beyond that in proportion to the classes; more than {@code n} only where the floors ask for it.
     */
    public static int[] sample(Dataset<?> data, int n, long seed) {
        if (n < 1) throw new IllegalArgumentException("a sample needs 1 row or more, got " + n);
        int[] labels = data.labels();
        return StratifiedSample.draw(labels, data.classes().size(), n, seed);
    }

    /**
     * Ascending indices of train, validation and test (what the two shares leave). Examples of equal {@code key} stay
     * together in one part; every class is in train.
     *
     * @param train share of the examples, above 0
     * @param validation share of them; the two sum to at most 1
     * @throws IllegalArgumentException if a class has one example, or a part with a share would be empty
     */
    public static <X> int[][] split(
            Dataset<X> data, Function<? super X, ?> key, double train, double validation, long seed) {
        return new StratifiedSplit<>(data, key, new Shares(train, validation), seed).parts();
    }
}
