package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.get;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import jdk.incubator.vector.FloatVector;

/** Loops over many short runs of floats, at fixed distances (in floats) from each other. */
final class ConvolutionLoops {
    private ConvolutionLoops() {}

    /**
     * Copies, for each of {@code pixels} places {@code step} floats apart, {@code rows} runs of {@code n} floats that
     * lie {@code rowStep} apart, one after the other. Whole vectors are written: what is too much of one run, the next
     * overwrites.
     */
    static void patches(long from, int rowStep, int step, long to, int rows, int n, int pixels) {
        long target = to;
        for (int p = 0; p < pixels; p++)
            for (int k = 0; k < rows; k++) {
                long source = from + 4L * (k * rowStep + p * step);
                for (int i = 0; i < n; i += LANES) store(load(source, i), target, i);
                target += 4L * n;
            }
    }

    /** Copies {@code count} runs of {@code n} floats, which may overlap where they come from. */
    static void spread(long from, int fromStep, long to, int toStep, int n, int count) {
        for (int r = 0; r < count; r++) {
            long source = from + 4L * r * fromStep;
            long target = to + 4L * r * toStep;
            int i = 0;
            for (; i <= n - LANES; i += LANES) store(load(source, i), target, i);
            for (; i < n; i++) set(target, i, get(source, i));
        }
    }

    /** Adds {@code count} runs of {@code n} floats, which may overlap where they go to. */
    static void gather(long from, int fromStep, long to, int toStep, int n, int count) {
        for (int r = 0; r < count; r++) {
            long source = from + 4L * r * fromStep;
            long target = to + 4L * r * toStep;
            int i = 0;
            for (; i <= n - LANES; i += LANES) store(load(target, i).add(load(source, i)), target, i);
            for (; i < n; i++) set(target, i, get(target, i) + get(source, i));
        }
    }

    /** Adds up the {@code count} rows of a matrix of {@code n} columns, into {@code sum} [n]. */
    static void addRows(long rows, long sum, int n, int count) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector total = load(sum, i);
            for (int r = 0; r < count; r++) total = total.add(load(rows, (long) r * n + i));
            store(total, sum, i);
        }
        for (; i < n; i++) {
            float total = get(sum, i);
            for (int r = 0; r < count; r++) total += get(rows, (long) r * n + i);
            set(sum, i, total);
        }
    }

    /** The largest of the {@code height} × {@code width} pixels at {@code x}, channel by channel. */
    static void max(long x, int rowStep, int height, int width, long result, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            FloatVector top = load(x, c);
            for (int r = 0; r < height; r++)
                for (int k = 0; k < width; k++) top = top.max(load(x, (long) r * rowStep + k * channels + c));
            store(top, result, c);
        }
        for (; c < channels; c++) {
            float top = Float.NEGATIVE_INFINITY;
            for (int r = 0; r < height; r++)
                for (int k = 0; k < width; k++) top = Math.max(top, get(x, (long) r * rowStep + k * channels + c));
            set(result, c, top);
        }
    }

    /** Gives the gradient g of that to the first pixel as large as the largest, 0 to the others; dx lies as x does. */
    static void maxGradient(long x, int rowStep, int height, int width, long g, long dx, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            FloatVector top = load(x, c);
            for (int r = 0; r < height; r++)
                for (int k = 0; k < width; k++) top = top.max(load(x, (long) r * rowStep + k * channels + c));
            FloatVector left = load(g, c);
            for (int r = 0; r < height; r++)
                for (int k = 0; k < width; k++) {
                    long at = (long) r * rowStep + k * channels + c;
                    var winners = load(x, at).eq(top);
                    store(FloatVector.zero(SPECIES).blend(left, winners), dx, at);
                    left = left.blend(0f, winners);
                }
        }
        for (; c < channels; c++) maxGradient(x + 4L * c, rowStep, height, width, get(g, c), dx + 4L * c, channels);
    }

    private static void maxGradient(long x, int rowStep, int height, int width, float g, long dx, int step) {
        long best = 0;
        float top = Float.NEGATIVE_INFINITY;
        for (int r = 0; r < height; r++)
            for (int k = 0; k < width; k++) {
                long at = (long) r * rowStep + k * step;
                set(dx, at, 0);
                if (get(x, at) > top) {
                    top = get(x, at);
                    best = at;
                }
            }
        set(dx, best, g);
    }
}
