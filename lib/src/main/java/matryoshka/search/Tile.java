package matryoshka.search;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/**
 * A few rows of the database turned on their side, one lane a row, so that dot products with four queries at a time
 * grow dim by dim and can be read off at any prefix without summing across lanes.
 */
final class Tile {
    /** Rows in a tile. */
    static final int ROWS = 64;
    /** Queries in a group. */
    static final int QUERIES = 4;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final int dim;
    private final float[] columns; // [dim, ROWS]
    private final float[] dots = new float[QUERIES * ROWS]; // [QUERIES, ROWS]

    Tile(int dim) {
        this.dim = dim;
        columns = new float[dim * ROWS];
    }

    /** Takes the rows {@code first, first + 1 …} of the database; lanes beyond its end keep old numbers. */
    void load(Embeddings database, int first) {
        int count = Math.min(ROWS, database.rows() - first);
        float[] values = database.values();
        for (int r = 0; r < count; r++) {
            int from = (first + r) * database.dimension();
            for (int d = 0; d < dim; d++) columns[d * ROWS + r] = values[from + d];
        }
    }

    void clear() {
        Arrays.fill(dots, 0);
    }

    /** The dot product so far of the group's query {@code slot} with the row in {@code lane}. */
    float dot(int slot, int lane) {
        return dots[slot * ROWS + lane];
    }

    /** Which lanes, as bits, have low − factor·scale·dot not above limit (NaN is not) for query {@code slot}. */
    long below(int slot, float[] lows, float[] scales, int first, float factor, float limit) {
        long lanes = 0;
        for (int r = 0; r < ROWS; r += LANES) {
            FloatVector scaled = dots(slot, r).mul(FloatVector.fromArray(SPECIES, scales, first + r));
            FloatVector bound = FloatVector.fromArray(SPECIES, lows, first + r).sub(scaled.mul(factor));
            lanes |= bound.compare(VectorOperators.GT, limit).not().toLong() << r;
        }
        return lanes;
    }

    /** Adds the terms of the dims {@code from..to-1} of the query group [dim, QUERIES] that starts at {@code group}. */
    void add(float[] packed, int group, int from, int to) {
        for (int r = 0; r < ROWS; r += 2 * LANES) addStrip(packed, group, from, to, r);
    }

    // Eight accumulators, two loads and four broadcasts a dim: what 16 vector registers hold.
    private void addStrip(float[] packed, int group, int from, int to, int r) {
        FloatVector a0 = dots(0, r), b0 = dots(0, r + LANES), a1 = dots(1, r), b1 = dots(1, r + LANES);
        FloatVector a2 = dots(2, r), b2 = dots(2, r + LANES), a3 = dots(3, r), b3 = dots(3, r + LANES);
        for (int d = from, q = group + from * QUERIES; d < to; d++, q += QUERIES) {
            FloatVector a = FloatVector.fromArray(SPECIES, columns, d * ROWS + r);
            FloatVector b = FloatVector.fromArray(SPECIES, columns, d * ROWS + r + LANES);
            FloatVector q0 = FloatVector.broadcast(SPECIES, packed[q]);
            a0 = a.fma(q0, a0);
            b0 = b.fma(q0, b0);
            FloatVector q1 = FloatVector.broadcast(SPECIES, packed[q + 1]);
            a1 = a.fma(q1, a1);
            b1 = b.fma(q1, b1);
            FloatVector q2 = FloatVector.broadcast(SPECIES, packed[q + 2]);
            a2 = a.fma(q2, a2);
            b2 = b.fma(q2, b2);
            FloatVector q3 = FloatVector.broadcast(SPECIES, packed[q + 3]);
            a3 = a.fma(q3, a3);
            b3 = b.fma(q3, b3);
        }
        keep(0, r, a0, b0);
        keep(1, r, a1, b1);
        keep(2, r, a2, b2);
        keep(3, r, a3, b3);
    }

    private FloatVector dots(int query, int r) {
        return FloatVector.fromArray(SPECIES, dots, query * ROWS + r);
    }

    private void keep(int query, int r, FloatVector a, FloatVector b) {
        a.intoArray(dots, query * ROWS + r);
        b.intoArray(dots, query * ROWS + r + LANES);
    }
}
