package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.get;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import jdk.incubator.vector.FloatVector;

/**
 * Elementwise arithmetic on runs of {@code n} floats. A step is 1 for an operand that advances with the result and 0
 * for one number that stands for all. Loops are spelled out an operation: the Vector API compiles well only where the
 * operation is a constant.
 */
final class BinaryLoops {
    private BinaryLoops() {}

    /** result[i] = a[i·stepA] ∘ b[i·stepB] for i &lt; n. */
    @FunctionalInterface
    interface Loop {
        void run(long a, int stepA, long b, int stepB, long result, int n);
    }

    private static FloatVector operand(long address, int step, int i) {
        return step == 0 ? FloatVector.broadcast(SPECIES, get(address, 0)) : load(address, i);
    }

    static void add(long a, int stepA, long b, int stepB, long result, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(operand(a, stepA, i).add(operand(b, stepB, i)), result, i);
        for (; i < n; i++) set(result, i, get(a, (long) i * stepA) + get(b, (long) i * stepB));
    }

    static void subtract(long a, int stepA, long b, int stepB, long result, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(operand(a, stepA, i).sub(operand(b, stepB, i)), result, i);
        for (; i < n; i++) set(result, i, get(a, (long) i * stepA) - get(b, (long) i * stepB));
    }

    static void multiply(long a, int stepA, long b, int stepB, long result, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(operand(a, stepA, i).mul(operand(b, stepB, i)), result, i);
        for (; i < n; i++) set(result, i, get(a, (long) i * stepA) * get(b, (long) i * stepB));
    }

    static void divide(long a, int stepA, long b, int stepB, long result, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(operand(a, stepA, i).div(operand(b, stepB, i)), result, i);
        for (; i < n; i++) set(result, i, get(a, (long) i * stepA) / get(b, (long) i * stepB));
    }
}
