package matryoshka.engine;

import java.util.Arrays;

/** Elementwise operations of whole tensors, with NumPy's broadcasting. */
final class Elementwise {
    /** Floats below which a second thread does not pay. */
    static final long GRAIN = 8_192;

    private Elementwise() {}

    static Tensor unary(PlanBuilder plan, UnaryLoops.Loop loop, Tensor x) {
        Tensor out = plan.allocate(x.shape);
        plan.parallel(x.length, GRAIN, (from, to) -> loop.run(x.address, out.address, from, to));
        return out;
    }

    static Tensor binary(PlanBuilder plan, BinaryLoops.Loop loop, Tensor a, Tensor b) {
        Tensor out = plan.allocate(Shapes.broadcast(a.shape, b.shape));
        binaryInto(plan, loop, a, b, out);
        return out;
    }

    static void binaryInto(PlanBuilder plan, BinaryLoops.Loop loop, Tensor a, Tensor b, Tensor out) {
        if (Arrays.equals(a.shape, b.shape)) {
            plan.parallel(
                    out.length,
                    GRAIN,
                    (from, to) ->
                            loop.run(a.address + 4 * from, 1, b.address + 4 * from, 1, out.address + 4 * from, (int)
                                    (to - from)));
            return;
        }
        Rows rowsA = Rows.of(a.shape, out.shape);
        Rows rowsB = Rows.of(b.shape, out.shape);
        int n = Math.min(rowsA.run(), rowsB.run());
        int[] offsetsA = rowsA.offsets(n);
        int[] offsetsB = rowsB.offsets(n);
        plan.parallel(out.length / Math.max(1, n), Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
            for (int r = (int) from; r < to; r++)
                loop.run(
                        a.address + 4L * offsetsA[r],
                        rowsA.step(),
                        b.address + 4L * offsetsB[r],
                        rowsB.step(),
                        out.address + 4L * r * n,
                        n);
        });
    }

    /**
     * How an operand lies under the rows of a result: along the last dimensions ({@code run} numbers at most) it moves
     * by {@code step} 1 or 0; where each run starts, {@link #offsets} tells.
     */
    record Rows(int[] strides, int[] shape, int run, int step) {
        static Rows of(int[] operand, int[] result) {
            int[] strides = Shapes.strides(operand, result);
            int last = result.length - 1;
            while (last > 0 && result[last] == 1) last--;
            int step = last < 0 ? 0 : Math.min(1, strides[last]);
            int run = 1;
            for (int i = result.length - 1; i >= 0; i--) {
                if (result[i] != 1 && strides[i] != (step == 0 ? 0 : run)) break;
                run *= result[i];
            }
            return new Rows(strides, result, run, step);
        }

        /** The offset in the operand of every run of {@code n} numbers of the result. */
        int[] offsets(int n) {
            int[] offsets = new int[Shapes.length(shape) / Math.max(1, n)];
            for (int r = 0; r < offsets.length; r++) {
                int rest = r * n;
                for (int i = shape.length - 1; i >= 0; i--) {
                    offsets[r] += rest % shape[i] * strides[i];
                    rest /= shape[i];
                }
            }
            return offsets;
        }
    }
}
