package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * Embeddings seen at several prefix lengths, with what turns dot products into lower bounds of squared distances:
 * |q − x|² = |q|² + |x|² − 2·scale_q·scale_x·(q·x).
 *
 * <p>Dot products come in float, so {@link #lows} holds |x|² diminished by a share that covers the worst rounding. A
 * row whose squares leave the range where that estimate holds gets −∞: it is always measured exactly.
 */
final class Prefixes {
    private static final double FLOAT_ROUNDING = 0x1p-24;
    private static final double SMALLEST_SQUARES = 1e-30, LARGEST_SQUARES = 1e37;

    private final Embeddings embeddings;
    private final int[] dims; // ascending
    private final Space space;
    private final float[][] lows; // [dims, rows padded to whole tiles]
    private final float[][] scales;

    Prefixes(Embeddings embeddings, int[] dims, Space space) {
        this.embeddings = embeddings;
        this.dims = dims;
        this.space = space;
        int padded = Math.ceilDiv(embeddings.rows(), Tile.ROWS) * Tile.ROWS;
        lows = new float[dims.length][padded];
        scales = new float[dims.length][padded];
        for (float[] low : lows) Arrays.fill(low, Float.POSITIVE_INFINITY); // padding is near nothing
        for (int row = 0; row < embeddings.rows(); row++) sumSquares(row);
    }

    private void sumSquares(int row) {
        float[] values = embeddings.values();
        int start = row * embeddings.dimension(), at = start;
        double squares = 0;
        for (int d = 0; d < dims.length; d++) {
            for (; at < start + dims[d]; at++) squares += (double) values[at] * values[at];
            boolean safe = squares == 0 || squares >= SMALLEST_SQUARES && squares <= LARGEST_SQUARES;
            double share = 1 - (dims[d] + 32) * FLOAT_ROUNDING;
            lows[d][row] = safe ? (float) (share * space.squaredLength(squares)) : Float.NEGATIVE_INFINITY;
            scales[d][row] = safe ? (float) space.scale(squares) : 0;
        }
    }

    Embeddings embeddings() {
        return embeddings;
    }

    int rows() {
        return embeddings.rows();
    }

    int[] dims() {
        return dims;
    }

    int longest() {
        return dims[dims.length - 1];
    }

    /** For every row the lower estimate of its squared length at the d-th dim; +∞ in the padding. */
    float[] lows(int d) {
        return lows[d];
    }

    /** For every row the factor that brings it into the space at the d-th dim. */
    float[] scales(int d) {
        return scales[d];
    }

    /** Row {@code row} at the d-th dim, in the space. */
    float[] at(int d, int row) {
        return space.prefix(embeddings, row, dims[d]);
    }
}
