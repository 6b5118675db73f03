package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.get;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Functions of one run of floats: result[i] = f(x[i]) for i in [from, to). */
final class UnaryLoops {
    private UnaryLoops() {}

    @FunctionalInterface
    interface Loop {
        void run(long x, long result, long from, long to);
    }

    /** scale·x + shift. */
    static Loop affine(float scale, float shift) {
        return (x, result, from, to) -> affine(x, result, from, to, scale, shift);
    }

    static void affine(long x, long result, long from, long to, float scale, float shift) {
        FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
        long i = from;
        for (; i <= to - LANES; i += LANES) store(load(x, i).mul(scale).add(shifts), result, i);
        for (; i < to; i++) set(result, i, get(x, i) * scale + shift);
    }

    static void exp(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) store(Lanes.exp(load(x, i)), result, i);
        for (; i < to; i++) set(result, i, (float) Math.exp(get(x, i)));
    }

    static void tanh(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) store(load(x, i).lanewise(VectorOperators.TANH), result, i);
        for (; i < to; i++) set(result, i, (float) Math.tanh(get(x, i)));
    }

    static void erf(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) store(Erf.of(load(x, i)), result, i);
        for (; i < to; i++) set(result, i, Erf.of(get(x, i)));
    }

    /** BERT's activation, x·Φ(x) with Φ(x) = ½(1 + erf(x/√2)). */
    static void gelu(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = load(x, i);
            store(v.mul(Erf.normalCdf(v)), result, i);
        }
        for (; i < to; i++) set(result, i, get(x, i) * Erf.normalCdf(get(x, i)));
    }

    /** Its gradient: g·(Φ(x) + x·φ(x)), φ the normal density. */
    static void geluGradient(long x, long g, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = load(x, i);
            FloatVector density = Lanes.exp(v.mul(v).mul(-0.5f)).mul(Erf.INVERSE_SQRT_2_PI);
            store(v.fma(density, Erf.normalCdf(v)).mul(load(g, i)), result, i);
        }
        for (; i < to; i++) {
            float v = get(x, i);
            float density = (float) Math.exp(-0.5f * v * v) * Erf.INVERSE_SQRT_2_PI;
            set(result, i, get(g, i) * (Erf.normalCdf(v) + v * density));
        }
    }
}
