package matryoshka.search;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/** Rows of few dims laid side by side, one lane a row, so that a single query compares many without summing across. */
final class Columns {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows in a block. */
    static final int BLOCK = 4 * LANES;

    private final float[] values; // [blocks, dim, BLOCK]
    private final int dim;

    Columns(Embeddings rows) {
        dim = rows.dimension();
        values = new float[Math.multiplyExact(Math.ceilDiv(rows.rows(), BLOCK) * BLOCK, dim)];
        for (int row = 0; row < rows.rows(); row++) {
            int at = row / BLOCK * BLOCK * dim + row % BLOCK;
            for (int d = 0; d < dim; d++) values[at + d * BLOCK] = rows.values()[row * dim + d];
        }
    }

    long bytes() {
        return (long) Float.BYTES * values.length;
    }

    /**
     * The inner products of {@code query} with the rows of the block that begins at row {@code first} into
     * {@code dots}, unless all of their scores stay below {@code threshold} (NaN does not).
     */
    boolean allBelow(float[] query, int first, float[] scales, float[] shifts, float threshold, float[] dots) {
        FloatVector a = FloatVector.zero(SPECIES), b = a, c = a, e = a;
        for (int d = 0, at = first * dim; d < dim; d++, at += BLOCK) {
            FloatVector q = FloatVector.broadcast(SPECIES, query[d]);
            a = q.fma(FloatVector.fromArray(SPECIES, values, at), a);
            b = q.fma(FloatVector.fromArray(SPECIES, values, at + LANES), b);
            c = q.fma(FloatVector.fromArray(SPECIES, values, at + 2 * LANES), c);
            e = q.fma(FloatVector.fromArray(SPECIES, values, at + 3 * LANES), e);
        }
        boolean below = below(a, first, scales, shifts, threshold)
                .and(below(b, first + LANES, scales, shifts, threshold))
                .and(below(c, first + 2 * LANES, scales, shifts, threshold))
                .and(below(e, first + 3 * LANES, scales, shifts, threshold))
                .allTrue();
        if (below) return true;
        a.intoArray(dots, 0);
        b.intoArray(dots, LANES);
        c.intoArray(dots, 2 * LANES);
        e.intoArray(dots, 3 * LANES);
        return false;
    }

    private static VectorMask<Float> below(FloatVector dots, int row, float[] scales, float[] shifts, float threshold) {
        FloatVector scale = FloatVector.fromArray(SPECIES, scales, row);
        FloatVector shift = FloatVector.fromArray(SPECIES, shifts, row);
        return dots.fma(scale, shift).compare(VectorOperators.LT, threshold);
    }
}
