package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * What the Vector API leaves open, made to give the same bits every time: its own sum over lanes and its exponential
 * differ in the last bit between interpreted and compiled code, so that two equal trainings would not end equal.
 */
final class Lanes {
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f; // ln 2 in two parts: k·LN2_HIGH is exact
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float ROUND = 1.5f * (1 << 23); // adding it rounds to a whole number, kept in the low bits
    private static final float LOWEST = -87.33654f; // e to it is the smallest normal float
    private static final float HIGHEST = 88.37626f;
    private static final float T7 = 1 / 5040f; // Taylor's coefficients
    private static final float T6 = 1 / 720f;
    private static final float T5 = 1 / 120f;
    private static final float T4 = 1 / 24f;
    private static final float T3 = 1 / 6f;
    private static final float T2 = 0.5f;

    private static final VectorShuffle<Float> HALF = swap(LANES / 2);
    private static final VectorShuffle<Float> QUARTER = swap(LANES / 4);
    private static final VectorShuffle<Float> EIGHTH = swap(LANES / 8);
    private static final VectorShuffle<Float> SIXTEENTH = swap(LANES / 16);

    private Lanes() {}

    /** Swaps blocks of {@code lanes} lanes. */
    private static VectorShuffle<Float> swap(int lanes) {
        return VectorShuffle.fromOp(SPECIES, i -> i ^ lanes);
    }

    /** The sum over all lanes, by halves. */
    static float sum(FloatVector v) {
        FloatVector s = v;
        if (LANES >= 2) s = s.add(s.rearrange(HALF));
        if (LANES >= 4) s = s.add(s.rearrange(QUARTER));
        if (LANES >= 8) s = s.add(s.rearrange(EIGHTH));
        if (LANES >= 16) s = s.add(s.rearrange(SIXTEENTH));
        return s.lane(0);
    }

    /** eˣ to about 2e-7 of its value; 0 below the normal floats, infinite above them. */
    static FloatVector exp(FloatVector x) {
        return expBelow(x).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, HIGHEST));
    }

    /** eˣ for x below 88: 2ᵏ·eʳ with |r| ≤ ln 2 / 2, eʳ by Taylor's polynomial; 0 below the normal floats. */
    static FloatVector expBelow(FloatVector x) {
        FloatVector inside = x.max(LOWEST).min(HIGHEST);
        FloatVector shifted = inside.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(
                FloatVector.broadcast(SPECIES, -LN2_LOW), k.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), inside));
        FloatVector sum = r.fma(FloatVector.broadcast(SPECIES, T7), FloatVector.broadcast(SPECIES, T6));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, T5));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, T4));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, T3));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, T2));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1f));
        IntVector power = shifted.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23);
        return sum.mul(power.reinterpretAsFloats()).blend(0, x.compare(VectorOperators.LT, LOWEST));
    }
}
