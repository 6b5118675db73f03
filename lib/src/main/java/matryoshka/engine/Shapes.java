package matryoshka.engine;

import java.util.Arrays;

/** Arithmetic on shapes (row-major, {@code int[]}; a scalar is {@code []}). */
final class Shapes {
    private Shapes() {}

    static int length(int... shape) {
        long length = 1;
        for (int n : shape) length *= n;
        return Math.toIntExact(length);
    }

    static boolean same(Tensor a, Tensor b) {
        return Arrays.equals(a.shape, b.shape) && a.type == b.type;
    }

    static long[] toLong(int... shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    static int[] toInt(long... shape) {
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }

    /** The shape both broadcast to (NumPy's rule). */
    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            int x = at(a, i - rank + a.length);
            int y = at(b, i - rank + b.length);
            if (x != y && x != 1 && y != 1)
                throw new IllegalArgumentException(
                        "shapes do not broadcast: " + Arrays.toString(a) + " and " + Arrays.toString(b));
            out[i] = x == 1 ? y : x;
        }
        return out;
    }

    private static int at(int[] shape, int i) {
        return i < 0 ? 1 : shape[i];
    }

    /** Row-major strides of {@code shape} seen under {@code out}: 0 where it is broadcast. */
    static int[] strides(int[] shape, int[] out) {
        int[] strides = new int[out.length];
        int stride = 1;
        for (int i = out.length - 1; i >= 0; i--) {
            int n = at(shape, i - out.length + shape.length);
            strides[i] = n == 1 ? 0 : stride;
            stride *= n;
        }
        return strides;
    }

    /** Replaces a −1 by what is left of {@code length}. */
    static int[] resolve(int[] shape, int length) {
        int[] out = shape.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] != -1) continue;
            out[i] = 1;
            out[i] = length / Math.max(1, length(out));
            break;
        }
        return out;
    }

    /** Drops or keeps as 1 the given dimensions; an empty list or one out of range stands for all of them. */
    static int[] reduce(int[] shape, long[] dims, boolean keep) {
        boolean[] gone = reduced(shape.length, dims);
        int[] out = new int[shape.length];
        int rank = 0;
        for (int i = 0; i < shape.length; i++) {
            if (!gone[i]) out[rank++] = shape[i];
            else if (keep) out[rank++] = 1;
        }
        return Arrays.copyOf(out, rank);
    }

    static boolean[] reduced(int rank, long[] dims) {
        boolean[] gone = new boolean[rank];
        if (dims == null || dims.length == 0) Arrays.fill(gone, true);
        else
            for (long dim : dims) {
                if (dim >= rank) Arrays.fill(gone, true);
                else gone[(int) (dim < 0 ? dim + rank : dim)] = true;
            }
        return gone;
    }
}
