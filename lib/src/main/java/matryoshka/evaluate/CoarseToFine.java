package matryoshka.evaluate;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How far predictions of fine classes go astray: small dims may still tell the coarse class where they miss the fine
 * one (after Kusupati et al. 2022, arXiv:2205.13147, section 5).
 *
 * @param fine share of the predictions that are right
 * @param coarse share of the predictions whose superclass is right, whether or not they are
 * @param errorsInside share of the wrong predictions whose superclass is right; NaN if none is wrong
 */
public record CoarseToFine(double fine, double coarse, double errorsInside) {
    /**
     * Scores predictions.
     *
     * @param labels true class ids [N], at least one
     * @param predictions class ids [N]
     * @param superclasses superclass id of every class [C]
     */
    public static CoarseToFine of(int[] labels, int[] predictions, int... superclasses) {
        Guesses.require(labels, predictions, superclasses.length);
        int n = labels.length;
        int right = count(n, i -> labels[i] == predictions[i]);
        int inside = count(n, i -> superclasses[labels[i]] == superclasses[predictions[i]]);
        double errorsInside = right == n ? Double.NaN : (double) (inside - right) / (n - right);
        return new CoarseToFine((double) right / n, (double) inside / n, errorsInside);
    }

    private static int count(int n, IntPredicate holds) {
        return (int) IntStream.range(0, n).filter(holds).count();
    }
}
