package matryoshka.engine;

/** Operations on rows, the numbers along the last dimension: softmax, log-softmax, layer norm, and their gradients. */
final class NormKernels {
    private static final int ROWS_GRAIN = 8;

    private NormKernels() {}

    @FunctionalInterface
    interface RowFunction {
        void run(long x, long result, int n);
    }

    @FunctionalInterface
    interface RowGradient {
        void run(long x, long g, long result, int n);
    }

    static Kernel rows(RowFunction function) {
        return (node, in, plan) -> {
            if (!lastDimension(node, in[0])) return null;
            Tensor x = in[0];
            Tensor out = plan.allocate(x.shape);
            int n = x.last();
            plan.parallel(x.length / n, ROWS_GRAIN, (from, to) -> {
                for (long r = from; r < to; r++) function.run(x.address + 4 * r * n, out.address + 4 * r * n, n);
            });
            return new Tensor[] {out};
        };
    }

    static Kernel gradients(RowGradient gradient) {
        return (node, in, plan) -> {
            if (!lastDimension(node, in[0])) return null;
            Tensor x = in[0];
            Tensor g = in[1];
            Tensor out = plan.allocate(x.shape);
            int n = x.last();
            plan.parallel(x.length / n, ROWS_GRAIN, (from, to) -> {
                for (long r = 4 * from * n; r < 4 * to * n; r += 4L * n)
                    gradient.run(x.address + r, g.address + r, out.address + r, n);
            });
            return new Tensor[] {out};
        };
    }

    static Tensor[] layerNorm(Node node, Tensor[] in, PlanBuilder plan) {
        if (in.length != 3 || !lastDimension(node, in[0]) || channelsFirst(node, in[0])) return null;
        Tensor x = in[0];
        Tensor out = plan.allocate(x.shape);
        int n = x.last();
        plan.parallel(x.length / n, ROWS_GRAIN, (from, to) -> {
            for (long r = 4 * from * n; r < 4 * to * n; r += 4L * n)
                RowLoops.layerNorm(x.address + r, in[1].address, in[2].address, out.address + r, n);
        });
        return new Tensor[] {out};
    }

    /** y = norm(x + h∘mask) and, where the gradient needs it, the sum. */
    static Tensor[] residualNorm(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor x = in[0];
        Tensor h = in[1];
        Tensor mask = in.length > 4 ? in[4] : null;
        if (!lastDimension(node, x) || channelsFirst(node, x) || !Shapes.same(x, h)) return null;
        if (mask != null && !Shapes.same(x, mask)) return null;
        int n = x.last();
        if (in[2].length != n || in[3].length != n) return null;
        Tensor out = plan.allocate(x.shape);
        Tensor sum = node.needs(1) ? plan.allocate(x.shape) : out;
        plan.parallel(x.length / n, ROWS_GRAIN, (from, to) -> {
            for (long r = 4 * from * n; r < 4 * to * n; r += 4L * n) {
                if (mask == null) BinaryLoops.add(x.address + r, 1, h.address + r, 1, sum.address + r, n);
                else RowLoops.addProduct(x.address + r, h.address + r, mask.address + r, sum.address + r, n);
                RowLoops.layerNorm(sum.address + r, in[2].address, in[3].address, out.address + r, n);
            }
        });
        return new Tensor[] {out, sum};
    }

    static Tensor[] residualNormGradient(Node node, Tensor[] in, PlanBuilder plan) {
        if (!lastDimension(node, in[0]) || channelsFirst(node, in[0]) || !Shapes.same(in[0], in[4])) return null;
        return gradient(in, in[4], plan);
    }

    static Tensor[] layerNormGradient(Node node, Tensor[] in, PlanBuilder plan) {
        if (in.length != 4 || !lastDimension(node, in[0]) || channelsFirst(node, in[0])) return null;
        return gradient(in, null, plan);
    }

    /**
     * The gradients of x, gain and bias, and with a mask dx∘mask. The rows are cut in as many parts as there are
     * threads; each part sums its own gain and bias gradients.
     */
    private static Tensor[] gradient(Tensor[] in, Tensor mask, PlanBuilder plan) {
        Tensor x = in[0];
        int n = x.last();
        long rows = x.length / n;
        int parts = plan.threads();
        Tensor dx = plan.allocate(x.shape);
        Tensor masked = mask == null ? null : plan.allocate(x.shape);
        Tensor partial = plan.allocate(2, parts, n);
        plan.parts(parts, rows, (p, from, to) -> {
            long gain = partial.address + 4L * p * n;
            long bias = gain + 4L * parts * n;
            Memory.zero(gain, n);
            Memory.zero(bias, n);
            for (long r = 4 * from * n; r < 4 * to * n; r += 4L * n) {
                long g = in[3].address + r;
                RowLoops.layerNormGradient(x.address + r, in[1].address, g, dx.address + r, gain, bias, n);
                if (masked != null) BinaryLoops.multiply(dx.address + r, 1, mask.address + r, 1, masked.address + r, n);
            }
        });
        Tensor sums = plan.allocate(2, n);
        plan.step(() -> sumParts(partial, sums, parts, n));
        return new Tensor[] {dx, part(plan, sums, 0, in[1].shape), part(plan, sums, n, in[2].shape), masked};
    }

    private static void sumParts(Tensor partial, Tensor sums, int parts, int n) {
        Memory.zero(sums.address, sums.length);
        for (int which = 0; which < 2; which++)
            for (int p = 0; p < parts; p++)
                RowLoops.accumulate(partial.address + 4L * (which * parts + p) * n, sums.address + 4L * which * n, n);
    }

    private static Tensor part(PlanBuilder plan, Tensor sums, int offset, int[] shape) {
        Tensor out = plan.allocate(shape);
        plan.step(() -> Memory.copy(sums.address + 4L * offset, out.address, out.length));
        return out;
    }

    /** Whether gain and bias lie along dimension 1 instead of the last. */
    private static boolean channelsFirst(Node node, Tensor x) {
        return node.flag(0) && x.rank() > 2;
    }

    private static boolean lastDimension(Node node, Tensor x) {
        if (!x.isFloat() || x.rank() == 0) return false;
        long[] dims = node.integers();
        return dims.length == 0 || dims.length == 1 && (dims[0] == -1 || dims[0] == x.rank() - 1);
    }
}
