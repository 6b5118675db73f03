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
    /** Floats that stay in the first cache between two loops over them. Large loops in one body compile badly. */
    private static final int BLOCK = 1024;

    private UnaryLoops() {}

    @FunctionalInterface
    interface Loop {
        void run(long x, long result, long from, long to);
    }

    /** result[i] = g[i]·f'(x[i]) for i in [from, to). */
    @FunctionalInterface
    interface GradientLoop {
        void run(long x, long g, long result, long from, long to);
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

    /** max(x, 0). */
    static void relu(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) store(load(x, i).max(0), result, i);
        for (; i < to; i++) set(result, i, Math.max(get(x, i), 0));
    }

    /** Its gradient: g where x > 0. */
    static void reluGradient(long x, long g, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES)
            store(load(g, i).blend(0, load(x, i).compare(VectorOperators.LE, 0)), result, i);
        for (; i < to; i++) set(result, i, get(x, i) > 0 ? get(g, i) : 0);
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
        for (long start = from; start < to; start += BLOCK) {
            long end = Math.min(to, start + BLOCK);
            timesDensity(x, result, start, end);
            addCdfTimes(x, g, result, start, end);
        }
    }

    /** result = x·φ(x). */
    private static void timesDensity(long x, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = load(x, i);
            store(Lanes.expBelow(v.mul(v).mul(-0.5f)).mul(Erf.INVERSE_SQRT_2_PI).mul(v), result, i);
        }
        for (; i < to; i++) {
            float v = get(x, i);
            set(result, i, (float) Math.exp(-0.5f * v * v) * Erf.INVERSE_SQRT_2_PI * v);
        }
    }

    /** result = g·(Φ(x) + result). */
    private static void addCdfTimes(long x, long g, long result, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES)
            store(Erf.normalCdf(load(x, i)).add(load(result, i)).mul(load(g, i)), result, i);
        for (; i < to; i++) set(result, i, (Erf.normalCdf(get(x, i)) + get(result, i)) * get(g, i));
    }
}
