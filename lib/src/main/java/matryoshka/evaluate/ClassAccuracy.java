package matryoshka.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How predictions fare class by class: the confusion matrix [C, C] and what follows from it. */
public final class ClassAccuracy {
    private final int[][] confusion; // [label, prediction]

    private ClassAccuracy(int[][] confusion) {
        this.confusion = confusion;
    }

    /**
     * Counts predictions against labels.
     *
     * @param labels true class ids [N], at least one
     * @param predictions class ids [N]
     * @param classes C
     */
    public static ClassAccuracy of(int[] labels, int[] predictions, int classes) {
        Guesses.require(labels, predictions, classes);
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) confusion[labels[i]][predictions[i]]++;
        return new ClassAccuracy(confusion);
    }

    public int classes() {
        return confusion.length;
    }

    /** Rows of each label (first index) and prediction (second) [C, C]; a copy. */
    public int[][] confusion() {
        return Arrays.stream(confusion).map(int[]::clone).toArray(int[][]::new);
    }

    /** Rows with label {@code c}. */
    public int support(int c) {
        return Arrays.stream(confusion[c]).sum();
    }

    /** The share of the rows with label {@code c} that were predicted so (the recall of c); NaN if it has no row. */
    public double accuracy(int c) {
        int support = support(c);
        return support == 0 ? Double.NaN : (double) confusion[c][c] / support;
    }

    /** {@link #accuracy(int)} of every class [C]. */
    public double[] accuracies() {
        return IntStream.range(0, classes()).mapToDouble(this::accuracy).toArray();
    }

    /** The share of all rows that were predicted right. */
    public double overall() {
        int right = IntStream.range(0, classes()).map(c -> confusion[c][c]).sum();
        return (double) right / IntStream.range(0, classes()).map(this::support).sum();
    }

    /** The mean accuracy of some classes, those without rows left out; NaN if all are. */
    public double meanOf(int... chosen) {
        return Arrays.stream(chosen)
                .filter(c -> support(c) > 0)
                .mapToDouble(this::accuracy)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The mean over classes of F1 = 2·TP / (2·TP + FP + FN); classes that are neither among the labels nor among the
     * predictions are left out, as scikit-learn leaves them out by default.
     */
    public double macroF1() {
        return IntStream.range(0, classes())
                .filter(c -> support(c) + predicted(c) > 0)
                .mapToDouble(c -> 2.0 * confusion[c][c] / (support(c) + predicted(c)))
                .average()
                .orElseThrow();
    }

    private int predicted(int c) {
        return Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
    }
}
