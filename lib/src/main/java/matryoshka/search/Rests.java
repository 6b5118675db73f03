package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * Lengths of what embeddings have between a stop and a longer prefix: the inner product of two such rests is at most the
 * product of their lengths, so a row may be ruled out before its dims are added (Cauchy and Schwarz).
 */
final class Rests {
    private static final double UPWARDS = 1 + 0x1p-20; // more than rounding to float takes away

    private final float[][][] lengths; // [stops][prefixes][rows]; null where a prefix is not beyond a stop

    /** Of embeddings seen at {@code prefixes}, with places for {@code padded} rows. */
    Rests(Embeddings embeddings, Stops stops, int[] prefixes, int padded) {
        int[] from = stops.dims();
        lengths = new float[from.length][prefixes.length][];
        for (int s = 0; s < from.length; s++)
            for (int d = stops.firstBeyond(from[s]); d < prefixes.length; d++)
                lengths[s][d] = lengths(embeddings, from[s], prefixes[d], padded);
    }

    private static float[] lengths(Embeddings embeddings, int from, int to, int padded) {
        float[] lengths = new float[padded];
        for (int row = 0; row < embeddings.rows(); row++) {
            int start = row * embeddings.dimension();
            double squares = Distances.squares(embeddings.values(), start + from, start + to);
            lengths[row] = (float) (Math.sqrt(squares) * UPWARDS);
        }
        return lengths;
    }

    private Rests(float[][][] lengths) {
        this.lengths = lengths;
    }

    /** Of the rows {@code from..to-1} only, with places for {@code padded}. */
    Rests part(int from, int to, int padded) {
        float[][][] part = new float[lengths.length][][];
        for (int s = 0; s < part.length; s++)
            part[s] = Arrays.stream(lengths[s])
                    .map(all -> all == null ? null : Arrays.copyOf(Arrays.copyOfRange(all, from, to), padded))
                    .toArray(float[][]::new);
        return new Rests(part);
    }

    /** Of every row, between the s-th stop and the d-th prefix beyond it. */
    float[] lengths(int s, int d) {
        return lengths[s][d];
    }
}
