package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * Lengths of what is left of embeddings beyond some dims: the inner product of two rests is at most the product of
 * their lengths, so a row may be ruled out before all of its dims are added (Cauchy and Schwarz).
 */
final class Rests {
    private static final double UPWARDS = 1 + 0x1p-20; // more than rounding to float takes away

    private final float[][] lengths; // [stops, rows]

    /** At the dims {@code stops}, of the first {@code dim} dims; places for {@code padded} rows. */
    Rests(Embeddings embeddings, int[] stops, int dim, int padded) {
        lengths = new float[stops.length][padded];
        float[] values = embeddings.values();
        for (int row = 0; row < embeddings.rows(); row++) {
            double squares = 0;
            int start = row * embeddings.dimension(), at = start + dim - 1;
            for (int s = stops.length - 1; s >= 0; s--) {
                for (; at >= start + stops[s]; at--) squares += (double) values[at] * values[at];
                lengths[s][row] = (float) (Math.sqrt(squares) * UPWARDS);
            }
        }
    }

    /** Some of the rows, {@code from..to-1}, in {@code padded} places. */
    private Rests(Rests whole, int from, int to, int padded) {
        lengths = Arrays.stream(whole.lengths)
                .map(atStop -> Arrays.copyOf(Arrays.copyOfRange(atStop, from, to), padded))
                .toArray(float[][]::new);
    }

    Rests part(int from, int to, int padded) {
        return new Rests(this, from, to, padded);
    }

    /** Of every row what is left at the s-th stop. */
    float[] lengths(int s) {
        return lengths[s];
    }
}
