package matryoshka.search;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/**
 * Some rows against a group of queries, one lane a query: dot products that grow dim by dim, and can be read off at
 * any prefix without summing across lanes. Rows are read where they lie, four at a time: a strip.
 */
final class Tile {
    /** Rows in a strip. */
    static final int STRIP = 4;

    /** Rows in a tile. */
    static final int ROWS = 16 * STRIP;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Queries in a group. */
    static final int QUERIES = 2 * LANES;

    private final float[] values; // [N, D]
    private final int rows;
    private final int dimension;
    private final float[] dots = new float[ROWS * QUERIES]; // [ROWS, QUERIES]
    private int first;

    Tile(Embeddings database) {
        values = database.values();
        rows = database.rows();
        dimension = database.dimension();
    }

    /** Takes the rows from {@code first} on, for a group of queries; the last row stands in for those beyond it. */
    void take(int first) {
        this.first = first;
        Arrays.fill(dots, 0);
    }

    // Eight accumulators, two loads and four broadcasts a dim: what 16 vector registers hold.
    /**
     * Adds to the dot products of the strip at {@code strip} the terms of the dims {@code from..to-1} of the query group
     * [dim, QUERIES] that starts at {@code group}.
     */
    void add(int strip, float[] packed, int group, int from, int to) {
        int at = strip * QUERIES;
        int r0 = start(strip), r1 = start(strip + 1), r2 = start(strip + 2), r3 = start(strip + 3);
        FloatVector a0 = dots(at), b0 = dots(at + LANES), a1 = dots(at + QUERIES), b1 = dots(at + QUERIES + LANES);
        FloatVector a2 = dots(at + 2 * QUERIES), b2 = dots(at + 2 * QUERIES + LANES);
        FloatVector a3 = dots(at + 3 * QUERIES), b3 = dots(at + 3 * QUERIES + LANES);
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
        keep(at, a0, b0);
        keep(at + QUERIES, a1, b1);
        keep(at + 2 * QUERIES, a2, b2);
        keep(at + 3 * QUERIES, a3, b3);
    }

    private int start(int row) {
        return Math.min(first + row, rows - 1) * dimension;
    }

    private FloatVector dots(int at) {
        return FloatVector.fromArray(SPECIES, dots, at);
    }

    private void keep(int at, FloatVector a, FloatVector b) {
        a.intoArray(dots, at);
        b.intoArray(dots, at + LANES);
    }

    /** Whether every query's score of every row of the strip stays below its threshold (NaN does not). */
    boolean allBelow(int strip, float[] scales, float[] shifts, float[] thresholds, int query) {
        FloatVector a = FloatVector.fromArray(SPECIES, thresholds, query);
        FloatVector b = FloatVector.fromArray(SPECIES, thresholds, query + LANES);
        VectorMask<Float> below = below(strip, scales, shifts, a, b)
                .and(below(strip + 1, scales, shifts, a, b))
                .and(below(strip + 2, scales, shifts, a, b))
                .and(below(strip + 3, scales, shifts, a, b));
        return below.allTrue();
    }

    private VectorMask<Float> below(int row, float[] scales, float[] shifts, FloatVector a, FloatVector b) {
        FloatVector scale = FloatVector.broadcast(SPECIES, scales[first + row]);
        FloatVector shift = FloatVector.broadcast(SPECIES, shifts[first + row]);
        int at = row * QUERIES;
        return dots(at).fma(scale, shift)
                .compare(VectorOperators.LT, a)
                .and(dots(at + LANES).fma(scale, shift).compare(VectorOperators.LT, b));
    }

    /** The same before all dims are added, with the most that the rest can bring. */
    boolean allStayBelow(
            int strip,
            float[] scales,
            float[] shifts,
            float[] rests,
            float[] thresholds,
            float[] queryRests,
            int query) {
        FloatVector a = FloatVector.fromArray(SPECIES, thresholds, query);
        FloatVector b = FloatVector.fromArray(SPECIES, thresholds, query + LANES);
        FloatVector restA = FloatVector.fromArray(SPECIES, queryRests, query);
        FloatVector restB = FloatVector.fromArray(SPECIES, queryRests, query + LANES);
        VectorMask<Float> below = SPECIES.maskAll(true);
        for (int row = strip; row < strip + STRIP; row++) {
            FloatVector scale = FloatVector.broadcast(SPECIES, scales[first + row]);
            FloatVector shift = FloatVector.broadcast(SPECIES, shifts[first + row]);
            FloatVector rest = FloatVector.broadcast(SPECIES, rests[first + row]);
            int at = row * QUERIES;
            FloatVector mostA = rest.fma(restA, dots(at)).fma(scale, shift);
            FloatVector mostB = rest.fma(restB, dots(at + LANES)).fma(scale, shift);
            below = below.and(mostA.compare(VectorOperators.LT, a)).and(mostB.compare(VectorOperators.LT, b));
        }
        return below.allTrue();
    }

    /** Of a row of the tile, the lanes whose score does not stay below its threshold, as bits; those beyond mean nothing. */
    long near(int row, float[] scales, float[] shifts, float[] thresholds, int query) {
        FloatVector scale = FloatVector.broadcast(SPECIES, scales[first + row]);
        FloatVector shift = FloatVector.broadcast(SPECIES, shifts[first + row]);
        int at = row * QUERIES;
        long a = dots(at).fma(scale, shift)
                .compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, thresholds, query))
                .toLong();
        long b = dots(at + LANES)
                .fma(scale, shift)
                .compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, thresholds, query + LANES))
                .toLong();
        return ~(a | b << LANES);
    }

    /** The score of the tile's {@code row}-th row for the group's query in {@code lane}. */
    float score(int row, int lane, float scale, float shift) {
        return Math.fma(dots[row * QUERIES + lane], scale, shift);
    }
}
