package matryoshka.search;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Inner products of a query with rows where they lie, in float. */
final class Dots {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = SPECIES.length();

    /** What one addition or product in float is wrong by at most, as a share of it. */
    static final double ROUNDING = 0x1p-24;

    private static final double SMALLEST_SQUARES = 1e-30, LARGEST_SQUARES = 1e37;

    private Dots() {}

    /** Whether sums of such squares keep to their rounding: nothing that counts is lost near 0, nothing infinite. */
    static boolean isSound(double squares) {
        return squares >= SMALLEST_SQUARES && squares <= LARGEST_SQUARES;
    }

    /** Σ q·x over {@code dim} numbers of {@code query} and of {@code values} from {@code at}. */
    static float dot(float[] query, float[] values, int at, int dim) {
        FloatVector even = FloatVector.zero(SPECIES), odd = even;
        int i = 0;
        for (; i + 2 * STEP <= dim; i += 2 * STEP) {
            even = FloatVector.fromArray(SPECIES, query, i).fma(FloatVector.fromArray(SPECIES, values, at + i), even);
            odd = FloatVector.fromArray(SPECIES, query, i + STEP)
                    .fma(FloatVector.fromArray(SPECIES, values, at + i + STEP), odd);
        }
        if (i + STEP <= dim) {
            even = FloatVector.fromArray(SPECIES, query, i).fma(FloatVector.fromArray(SPECIES, values, at + i), even);
            i += STEP;
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD) + rest(query, values, at, i, dim);
    }

    /** Four at once, whose numbers the processor fetches side by side; sums into {@code sums} from {@code to}. */
    static void four(float[] query, float[] values, int at0, int at1, int at2, int at3, int dim, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES), s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i + STEP <= dim; i += STEP) {
            FloatVector q = FloatVector.fromArray(SPECIES, query, i);
            s0 = q.fma(FloatVector.fromArray(SPECIES, values, at0 + i), s0);
            s1 = q.fma(FloatVector.fromArray(SPECIES, values, at1 + i), s1);
            s2 = q.fma(FloatVector.fromArray(SPECIES, values, at2 + i), s2);
            s3 = q.fma(FloatVector.fromArray(SPECIES, values, at3 + i), s3);
        }
        sums[to] = s0.reduceLanes(VectorOperators.ADD) + rest(query, values, at0, i, dim);
        sums[to + 1] = s1.reduceLanes(VectorOperators.ADD) + rest(query, values, at1, i, dim);
        sums[to + 2] = s2.reduceLanes(VectorOperators.ADD) + rest(query, values, at2, i, dim);
        sums[to + 3] = s3.reduceLanes(VectorOperators.ADD) + rest(query, values, at3, i, dim);
    }

    private static float rest(float[] query, float[] values, int at, int from, int dim) {
        float sum = 0;
        for (int i = from; i < dim; i++) sum += query[i] * values[at + i];
        return sum;
    }
}
