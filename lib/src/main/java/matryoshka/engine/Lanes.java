package matryoshka.engine;

import static matryoshka.engine.Memory.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

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
    private static final float[] TAYLOR = {1 / 5040f, 1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 0.5f, 1, 1};

    private Lanes() {}

    /** The sum over all lanes, by halves. */
    static float sum(FloatVector v) {
        for (int half = SPECIES.length() / 2; half > 0; half /= 2) v = v.add(v.slice(half));
        return v.lane(0);
    }

    /** eˣ = 2ᵏ·eʳ with |r| ≤ ln 2 / 2, by Taylor's polynomial: to about 2e-7 of its value; 0 below the normal floats. */
    static FloatVector exp(FloatVector x) {
        FloatVector inside = x.lanewise(VectorOperators.MIN, HIGHEST).lanewise(VectorOperators.MAX, LOWEST);
        FloatVector shifted = inside.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(
                FloatVector.broadcast(SPECIES, -LN2_LOW), k.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), inside));
        FloatVector sum = FloatVector.broadcast(SPECIES, TAYLOR[0]);
        for (int i = 1; i < TAYLOR.length; i++) sum = sum.fma(r, FloatVector.broadcast(SPECIES, TAYLOR[i]));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector scaled = sum.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        FloatVector flushed = scaled.blend(0, x.compare(VectorOperators.LT, LOWEST));
        return flushed.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, HIGHEST))
                .blend(Float.NaN, x.test(VectorOperators.IS_NAN));
    }
}
