package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.get;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Reductions and normalisations of one row of {@code n} floats. */
final class RowLoops {
    private static final float VARIANCE_FLOOR = 1e-12f;

    private RowLoops() {}

    static float sum(long x, int n) {
        FloatVector total = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) total = total.add(load(x, i));
        float sum = Lanes.sum(total);
        for (; i < n; i++) sum += get(x, i);
        return sum;
    }

    static float dot(long x, long y, int n) {
        FloatVector total = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) total = load(x, i).fma(load(y, i), total);
        float sum = Lanes.sum(total);
        for (; i < n; i++) sum += get(x, i) * get(y, i);
        return sum;
    }

    static float max(long x, int n) {
        FloatVector top = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) top = top.max(load(x, i));
        float max = top.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) max = Math.max(max, get(x, i));
        return max;
    }

    /** result[i] = x[i] + y[i]·z[i]. */
    static void addProduct(long x, long y, long z, long result, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(load(x, i).add(load(y, i).mul(load(z, i))), result, i);
        for (; i < n; i++) set(result, i, get(x, i) + get(y, i) * get(z, i));
    }

    /** into[i] += x[i]. */
    static void accumulate(long x, long into, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(load(into, i).add(load(x, i)), into, i);
        for (; i < n; i++) set(into, i, get(into, i) + get(x, i));
    }

    /** into[i] += x[i]·y[i]. */
    static void accumulateProduct(long x, long y, long into, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(load(x, i).fma(load(y, i), load(into, i)), into, i);
        for (; i < n; i++) set(into, i, get(into, i) + get(x, i) * get(y, i));
    }

    /** result[i] = exp(x[i] − shift); returns their sum. */
    static float expShifted(long x, long result, int n, float shift) {
        FloatVector total = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = Lanes.expBelow(load(x, i).sub(shift));
            store(e, result, i);
            total = total.add(e);
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) {
            float e = (float) Math.exp(get(x, i) - shift);
            set(result, i, e);
            sum += e;
        }
        return sum;
    }

    static void softmax(long x, long result, int n) {
        float sum = expShifted(x, result, n, max(x, n));
        UnaryLoops.affine(result, result, 0, n, 1 / sum, 0);
    }

    /** With p = softmax(x): result = p·(g − Σ p·g). */
    static void softmaxGradient(long x, long g, long result, int n) {
        softmax(x, result, n);
        float mean = dot(result, g, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(load(result, i).mul(load(g, i).sub(mean)), result, i);
        for (; i < n; i++) set(result, i, get(result, i) * (get(g, i) - mean));
    }

    static void logSoftmax(long x, long result, int n) {
        float max = max(x, n);
        float sum = expShifted(x, result, n, max);
        UnaryLoops.affine(x, result, 0, n, 1, -max - (float) Math.log(sum));
    }

    /** result = g − softmax(x)·Σ g. */
    static void logSoftmaxGradient(long x, long g, long result, int n) {
        softmax(x, result, n);
        float sum = sum(g, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) store(load(g, i).sub(load(result, i).mul(sum)), result, i);
        for (; i < n; i++) set(result, i, get(g, i) - get(result, i) * sum);
    }

    /** 1/σ of a row about its mean. */
    static float inverseDeviation(long x, int n, float mean) {
        FloatVector total = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector d = load(x, i).sub(mean);
            total = d.fma(d, total);
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) sum += (get(x, i) - mean) * (get(x, i) - mean);
        return (float) (1 / Math.sqrt(sum / n + VARIANCE_FLOOR));
    }

    /** result = (x − μ)/σ · gain + bias. */
    static void layerNorm(long x, long gain, long bias, long result, int n) {
        float mean = sum(x, n) / n;
        float scale = inverseDeviation(x, n, mean);
        int i = 0;
        for (; i <= n - LANES; i += LANES)
            store(load(x, i).sub(mean).mul(scale).fma(load(gain, i), load(bias, i)), result, i);
        for (; i < n; i++) set(result, i, (get(x, i) - mean) * scale * get(gain, i) + get(bias, i));
    }

    /**
     * Gradient of a layer norm's row: with x̂ = (x − μ)/σ and h = g·gain, result = (h − mean(h) − x̂·mean(h·x̂))/σ;
     * adds g·x̂ to {@code dGain} and g to {@code dBias}.
     */
    static void layerNormGradient(long x, long gain, long g, long result, long dGain, long dBias, int n) {
        float mean = sum(x, n) / n;
        float scale = inverseDeviation(x, n, mean);
        FloatVector sumH = FloatVector.zero(SPECIES);
        FloatVector sumHx = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector normed = load(x, i).sub(mean).mul(scale);
            FloatVector gi = load(g, i);
            FloatVector h = gi.mul(load(gain, i));
            sumH = sumH.add(h);
            sumHx = h.fma(normed, sumHx);
            store(gi.fma(normed, load(dGain, i)), dGain, i);
            store(gi.add(load(dBias, i)), dBias, i);
        }
        float h0 = Lanes.sum(sumH);
        float h1 = Lanes.sum(sumHx);
        for (; i < n; i++) {
            float normed = (get(x, i) - mean) * scale;
            h0 += get(g, i) * get(gain, i);
            h1 += get(g, i) * get(gain, i) * normed;
            set(dGain, i, get(dGain, i) + get(g, i) * normed);
            set(dBias, i, get(dBias, i) + get(g, i));
        }
        layerNormInput(x, gain, g, result, n, mean, scale, h0 / n, h1 / n);
    }

    private static void layerNormInput(
            long x, long gain, long g, long result, int n, float mean, float scale, float meanH, float meanHx) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector normed = load(x, i).sub(mean).mul(scale);
            FloatVector h = load(g, i).mul(load(gain, i));
            store(h.sub(meanH).sub(normed.mul(meanHx)).mul(scale), result, i);
        }
        for (; i < n; i++) {
            float normed = (get(x, i) - mean) * scale;
            set(result, i, (get(g, i) * get(gain, i) - meanH - normed * meanHx) * scale);
        }
    }
}
