package matryoshka.engine;

import java.util.Arrays;

/** Matrix products A·B', one or a batch of them, and their gradients; A is never transposed, B' is B or Bᵀ. */
final class MatrixKernels {
    private static final int A_TRANSPOSED = 0;
    private static final int B_TRANSPOSED = 1;
    private static final int RESULT_TRANSPOSED = 2;

    private MatrixKernels() {}

    static Tensor[] matmul(Node node, Tensor[] in, PlanBuilder plan) {
        if (!handles(node, in[0], in[1])) return null;
        boolean transposed = transposesB(node);
        int[] shape = in[0].shape.clone();
        shape[shape.length - 1] = transposed ? in[1].shape[in[1].rank() - 2] : in[1].last();
        Tensor out = plan.allocate(shape);
        gemm(plan, in[0], false, in[1], transposed, out);
        return new Tensor[] {out};
    }

    /** dA = G·B'ᵀ; dB = Aᵀ·G, or Gᵀ·A where B is stored transposed. */
    static Tensor[] gradient(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor a = in[0];
        Tensor b = in[1];
        Tensor g = in[2];
        if (!handles(node, a, b)) return null;
        boolean transposed = transposesB(node);
        Tensor[] out = new Tensor[2];
        if (node.needs(0)) gemm(plan, g, false, b, !transposed, out[0] = plan.allocate(a.shape));
        if (node.needs(1) && transposed) gemm(plan, g, true, a, false, out[1] = plan.allocate(b.shape));
        if (node.needs(1) && !transposed) gemm(plan, a, true, g, false, out[1] = plan.allocate(b.shape));
        return out;
    }

    static boolean handles(Node node, Tensor a, Tensor b) {
        return a.isFloat()
                && b.isFloat()
                && isPlain(node)
                && a.rank() >= 2
                && a.rank() == b.rank()
                && Arrays.equals(a.shape, 0, a.rank() - 2, b.shape, 0, b.rank() - 2);
    }

    /** Whether a product, or its gradient, transposes neither A nor the result. */
    static boolean isPlain(Node node) {
        long[] flags = node.integers();
        return flags.length > B_TRANSPOSED
                && flags[A_TRANSPOSED] == 0
                && (flags.length <= RESULT_TRANSPOSED || flags[RESULT_TRANSPOSED] == 0);
    }

    static boolean transposesB(Node node) {
        return node.integers()[B_TRANSPOSED] == 1;
    }

    /** C = A'·B' for every matrix of the batch. */
    private static void gemm(PlanBuilder plan, Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        int m = c.shape[c.rank() - 2];
        int n = c.last();
        int k = transposeA ? a.shape[a.rank() - 2] : a.last();
        int batch = c.length / Math.max(1, m * n);
        Gemm[] all = new Gemm[batch];
        for (int i = 0; i < batch; i++)
            all[i] = new Gemm(
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    a.address + 4L * i * m * k,
                    a.last(),
                    b.address + 4L * i * k * n,
                    b.last(),
                    c.address + 4L * i * m * n,
                    n);
        if (batch > 1)
            plan.parallel(batch, 4, (from, to) -> {
                for (int i = (int) from; i < to; i++) all[i].all();
            });
        else if (batch == 1) single(plan, all[0]);
    }

    private static void single(PlanBuilder plan, Gemm gemm) {
        if (gemm.products() < Gemm.SMALL) plan.step(gemm::all);
        else plan.tasks(plan.threads(), p -> gemm.part(p, plan.threads()));
    }
}
