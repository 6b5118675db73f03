package matryoshka.search;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/**
 * Four rows against a group of queries, one lane a query: dot products that grow dim by dim, and can be read off at
 * any prefix without summing across lanes. Rows are read where they lie.
 */
final class Strip {
    /** Rows in a strip. */
    static final int ROWS = 4;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Queries in a group. */
    static final int QUERIES = 2 * LANES;

    private final float[] values; // [N, D]
    private final int rows;
    private final int dimension;
    private final int[] starts = new int[ROWS];
    private final float[] dots = new float[ROWS * QUERIES]; // [ROWS, QUERIES]

    Strip(Embeddings database) {
        values = database.values();
        rows = database.rows();
        dimension = database.dimension();
    }

    /** Takes the four rows from {@code first} on; the last stands in for those beyond it. */
    void take(int first) {
        for (int r = 0; r < ROWS; r++) starts[r] = Math.min(first + r, rows - 1) * dimension;
        Arrays.fill(dots, 0);
    }

    // Eight accumulators, two loads and four broadcasts a dim: what 16 vector registers hold.
    /** Adds the terms of the dims {@code from..to-1} of the query group [dim, QUERIES] that starts at {@code group}. */
    void add(float[] packed, int group, int from, int to) {
        int r0 = starts[0], r1 = starts[1], r2 = starts[2], r3 = starts[3];
        FloatVector a0 = dots(0), b0 = dots(LANES), a1 = dots(QUERIES), b1 = dots(QUERIES + LANES);
        FloatVector a2 = dots(2 * QUERIES), b2 = dots(2 * QUERIES + LANES);
        FloatVector a3 = dots(3 * QUERIES), b3 = dots(3 * QUERIES + LANES);
        for (int d = from, q = group + from * QUERIES; d < to; d++, q += QUERIES) {
            FloatVector a = FloatVector.fromArray(SPECIES, packed, q);
            FloatVector b = FloatVector.fromArray(SPECIES, packed, q + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, values[r0 + d]);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, values[r1 + d]);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, values[r2 + d]);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, values[r3 + d]);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
        }
        keep(0, a0, b0);
        keep(QUERIES, a1, b1);
        keep(2 * QUERIES, a2, b2);
        keep(3 * QUERIES, a3, b3);
    }

    private FloatVector dots(int at) {
        return FloatVector.fromArray(SPECIES, dots, at);
    }

    private void keep(int at, FloatVector a, FloatVector b) {
        a.intoArray(dots, at);
        b.intoArray(dots, at + LANES);
    }

    /** Whether every query's score of every row stays below its threshold (NaN does not). */
    boolean allBelow(float[] scales, float[] shifts, int first, float[] thresholds, int query) {
        FloatVector a = FloatVector.fromArray(SPECIES, thresholds, query);
        FloatVector b = FloatVector.fromArray(SPECIES, thresholds, query + LANES);
        VectorMask<Float> below = below(0, scales, shifts, first, a, b)
                .and(below(1, scales, shifts, first, a, b))
                .and(below(2, scales, shifts, first, a, b))
                .and(below(3, scales, shifts, first, a, b));
        return below.allTrue();
    }

    private VectorMask<Float> below(int r, float[] scales, float[] shifts, int first, FloatVector a, FloatVector b) {
        FloatVector scale = FloatVector.broadcast(SPECIES, scales[first + r]);
        FloatVector shift = FloatVector.broadcast(SPECIES, shifts[first + r]);
        int at = r * QUERIES;
        return dots(at).fma(scale, shift)
                .compare(VectorOperators.LT, a)
                .and(dots(at + LANES).fma(scale, shift).compare(VectorOperators.LT, b));
    }

    /** The score of the strip's {@code r}-th row for the group's query in {@code lane}. */
    float score(int r, int lane, float scale, float shift) {
        return Math.fma(dots[r * QUERIES + lane], scale, shift);
    }
}
