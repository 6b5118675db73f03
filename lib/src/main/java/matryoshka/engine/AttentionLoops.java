package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.store;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of attention scores. The rows of scores, softmax and their gradients are padded to whole vectors, so there are
 * no remainders to handle one by one; masks are not padded.
 */
final class AttentionLoops {
    private AttentionLoops() {}

    /** The floats of a padded row of {@code n}. */
    static int padded(int n) {
        return (n + LANES - 1) / LANES * LANES;
    }

    /** x = softmax(scale·x + bias) in place; {@code bias} is padded too. The padding of x becomes 0. */
    static void softmax(long x, long bias, float scale, int n) {
        float max = shift(x, bias, scale, n);
        FloatVector total = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector e = Lanes.expBelow(load(x, i).sub(max));
            store(e, x, i);
            total = total.add(e);
        }
        float factor = 1 / Lanes.sum(total);
        for (int i = 0; i < n; i += LANES) store(load(x, i).mul(factor), x, i);
    }

    /** x = scale·x + bias in place, −∞ in the padding; returns the largest. */
    private static float shift(long x, long bias, float scale, int n) {
        FloatVector top = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = load(x, i).mul(scale).add(load(bias, i));
            v = v.blend(Float.NEGATIVE_INFINITY, SPECIES.indexInRange(i, n).not());
            store(v, x, i);
            top = top.max(v);
        }
        return top.reduceLanes(VectorOperators.MAX);
    }

    /** result = p∘mask. */
    static void drop(long p, long mask, long result, int n) {
        for (int i = 0; i < n; i += LANES) store(load(p, i).mul(unpadded(mask, i, n)), result, i);
    }

    /** g = scale·p∘(g∘mask − Σ p∘g∘mask) in place, the gradient of the scores; {@code mask} is 0 where there is none. */
    static void gradient(long p, long mask, long g, float scale, int n) {
        FloatVector total = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> inside = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.zero(SPECIES).blend(load(g, i), inside);
            if (mask != 0) v = v.mul(unpadded(mask, i, n));
            store(v, g, i);
            total = load(p, i).fma(v, total);
        }
        float mean = Lanes.sum(total);
        for (int i = 0; i < n; i += LANES)
            store(load(g, i).sub(mean).mul(load(p, i)).mul(scale), g, i);
    }

    private static FloatVector unpadded(long address, int i, int n) {
        return FloatVector.fromMemorySegment(
                SPECIES, Memory.ALL, address + 4L * i, ByteOrder.nativeOrder(), SPECIES.indexInRange(i, n));
    }
}
