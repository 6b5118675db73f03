package matryoshka.engine;

import java.util.Arrays;

/** Sums over some dimensions of a tensor, and the broadcasts that are their gradients. */
final class Reductions {
    private Reductions() {}

    /** The sum of {@code x} over the dimensions in which {@code shape} (broadcastable to x's) has 1 or none. */
    static Tensor sumTo(PlanBuilder plan, Tensor x, int[] shape) {
        if (Arrays.equals(x.shape, shape)) return x;
        Tensor out = plan.allocate(shape);
        sumInto(plan, x, out);
        return out;
    }

    private static void sumInto(PlanBuilder plan, Tensor x, Tensor out) {
        Elementwise.Rows rows = Elementwise.Rows.of(out.shape, x.shape);
        int n = rows.run();
        int[] offsets = rows.offsets(n);
        int blocks = x.rank() == 0 || rows.strides()[0] == 0 ? 1 : x.shape[0];
        if (blocks == 1 && rows.step() == 1) sumColumns(plan, x, out, offsets, n);
        else
            plan.parallel(blocks, 1, (from, to) -> {
                long part = out.length / blocks;
                Memory.zero(out.address + 4 * from * part, (to - from) * part);
                int perBlock = offsets.length / blocks;
                for (int r = (int) from * perBlock; r < to * perBlock; r++)
                    add(x.address + 4L * r * n, out.address + 4L * offsets[r], rows.step(), n);
            });
    }

    /** Every thread sums its own columns, so the order of additions is that of the rows. */
    private static void sumColumns(PlanBuilder plan, Tensor x, Tensor out, int[] offsets, int n) {
        plan.parallel(n, 64, (from, to) -> {
            for (int start = 0; start < out.length; start += n)
                Memory.zero(out.address + 4L * (start + from), to - from);
            for (int r = 0; r < offsets.length; r++)
                RowLoops.accumulate(
                        x.address + 4L * ((long) r * n + from), out.address + 4L * (offsets[r] + from), (int)
                                (to - from));
        });
    }

    private static void add(long x, long into, int step, int n) {
        if (step == 1) RowLoops.accumulate(x, into, n);
        else Memory.set(into, 0, Memory.get(into, 0) + RowLoops.sum(x, n));
    }

    static Tensor[] reduce(Node node, Tensor x, PlanBuilder plan, boolean mean) {
        if (!x.isFloat() || node.inputs().size() != 1) return null;
        int[] kept = Shapes.reduce(x.shape, node.reducedDims(), true);
        Tensor sum = sumTo(plan, x, kept);
        Tensor out = mean ? Elementwise.unary(plan, UnaryLoops.affine((float) sum.length / x.length, 0), sum) : sum;
        return new Tensor[] {node.keepsDims() ? out : out.reshape(Shapes.reduce(x.shape, node.reducedDims(), false))};
    }

    /** The gradient of a sum or mean: its own gradient, spread over what was summed. */
    static Tensor[] spread(Node node, Tensor x, Tensor g, PlanBuilder plan, boolean mean) {
        if (!x.isFloat() || node.inputs().size() != 2) return null;
        int[] kept = Shapes.reduce(x.shape, node.reducedDims(), true);
        Tensor scaled = plan.allocate(kept);
        float scale = mean ? (float) scaled.length / x.length : 1;
        plan.step(() -> UnaryLoops.affine(g.address, scaled.address, 0, scaled.length, scale, 0));
        Tensor zero = plan.allocate();
        plan.step(() -> Memory.set(zero.address, 0, 0));
        Tensor out = plan.allocate(x.shape);
        Elementwise.binaryInto(plan, BinaryLoops::add, scaled, zero, out);
        return new Tensor[] {out};
    }
}
