package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * Embeddings seen at several prefix lengths, with what turns dot products into bounds of squared distances. A row x has
 * the score {@code scale_x·(q·x) + shift_x}; its squared distance to q is at least {@code base_q − 2·scale_q·score}, and
 * at most that and twice the rounding of |q|² + |x|².
 *
 * <p>Dot products come in float, and the rounding covers the worst of them. What leaves the range where it holds, or has
 * no direction where one is needed, has bounds for nothing and is always measured.
 */
final class Prefixes {
    private final Embeddings embeddings;
    private final int[] dims; // ascending
    private final Space space;
    private final float[][] scales; // [dims, rows padded to whole blocks]
    private final float[][] shifts;
    private final float[][] squaredLengths; // in the space; NaN without bounds
    private final Stops stops;
    private Rests rests; // made when it is first asked for

    Prefixes(Embeddings embeddings, int[] dims, Space space) {
        this.embeddings = embeddings;
        this.dims = dims;
        this.space = space;
        stops = new Stops(dims);
        int padded = Math.ceilDiv(embeddings.rows(), Columns.BLOCK) * Columns.BLOCK;
        scales = new float[dims.length][padded];
        shifts = new float[dims.length][padded];
        squaredLengths = new float[dims.length][padded];
        for (float[] shift : shifts) Arrays.fill(shift, Float.NEGATIVE_INFINITY); // padding is near nothing
        for (int row = 0; row < embeddings.rows(); row++) sumSquares(row);
    }

    /** Embeddings as they are, at their full dim alone. */
    static Prefixes whole(Embeddings embeddings) {
        return new Prefixes(embeddings, new int[] {embeddings.dimension()}, Space.RAW);
    }

    /** The same of one query. */
    static Prefixes whole(float[] query) {
        return whole(Embeddings.of(query, 1, query.length));
    }

    private void sumSquares(int row) {
        float[] values = embeddings.values();
        int start = row * embeddings.dimension(), at = start;
        double squares = 0;
        for (int d = 0; d < dims.length; d++) {
            squares += Distances.squares(values, at, start + dims[d]);
            at = start + dims[d];
            boolean bounded = squares == 0 ? space.hasZero() : Dots.isSound(squares);
            scales[d][row] = bounded ? (float) space.scale(squares) : 0;
            shifts[d][row] =
                    bounded ? (float) ((rounding(d) - 1) * space.rowShare(squares) / 2) : Float.POSITIVE_INFINITY;
            squaredLengths[d][row] = bounded ? (float) space.squaredLength(squares) : Float.NaN;
        }
    }

    /** The largest error of a bound at the d-th dim, as a share of |q|² + |x|². */
    private double rounding(int d) {
        return (dims[d] + 32) * Dots.ROUNDING;
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

    /** For every row the factor that brings it into the space at the d-th dim. */
    float[] scales(int d) {
        return scales[d];
    }

    /** For every row what its score adds to the scaled dot product; +∞ where it must be measured. */
    float[] shifts(int d) {
        return shifts[d];
    }

    /** Where a scan may rule rows out before their longest prefix is added up. */
    Stops stops() {
        return stops;
    }

    /** What is left of every row at each of the stops. */
    synchronized Rests rests() {
        if (rests == null) rests = new Rests(embeddings, stops, dims, scales[0].length);
        return rests;
    }

    /** As a query's: the score below which a row is farther than {@code limit}. */
    float threshold(int d, int query, double limit) {
        double score = (base(d, query) - limit) / (2.0 * scales[d][query]);
        return Double.isNaN(score) ? Float.NEGATIVE_INFINITY : Math.nextDown((float) score);
    }

    /** As a query's: no squared distance of a row with that score is less. */
    double low(int d, int query, float score) {
        double low = base(d, query) - 2.0 * scales[d][query] * score;
        return Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low;
    }

    /** As a query's: no squared distance of that row of {@code database} is more, given the least it can be. */
    double high(int d, int query, Prefixes database, int row, double low) {
        double lengths = (double) squaredLengths[d][query] + database.squaredLengths[d][row];
        double high = low + 2 * rounding(d) * lengths;
        return Double.isNaN(high) ? Double.POSITIVE_INFINITY : high;
    }

    private double base(int d, int query) {
        return (1 - rounding(d)) * space.queryShare(squaredLengths[d][query]);
    }

    /** Row {@code row} at the d-th dim, in the space. */
    float[] at(int d, int row) {
        return space.prefix(embeddings, row, dims[d]);
    }
}
