package matryoshka.engine;

/**
 * Attention head by head on the rows [N, H] as they are: a head of width d is d columns of H. The softmax is kept as
 * [B, A, L, L] with its rows padded to whole vectors.
 */
final class AttentionKernels {
    private AttentionKernels() {}

    /** B texts of L tokens, A heads of width d; {@code padded} floats a row of scores. */
    private record Sizes(int texts, int length, int heads, int width, int padded) {
        /** From the numbers B, L, A, d; null if the rows are not [B·L, A·d] or the masks of other shapes. */
        static Sizes of(Tensor shape, Tensor mask, Tensor... rows) {
            if (shape.length != 4) return null;
            int[] of = Shapes.toInt(shape.array().toLongVector());
            int[] expected = {of[0] * of[1], of[2] * of[3]};
            for (Tensor row : rows) if (!row.isFloatOf(expected)) return null;
            int[] scores = {of[0], of[2], of[1], of[1]};
            if (mask != null && !mask.isFloatOf(scores)) return null;
            return new Sizes(of[0], of[1], of[2], of[3], AttentionLoops.padded(of[1]));
        }

        /** The shape of rows cut into heads. */
        int[] perHead() {
            return new int[] {texts, length, heads, width};
        }

        int rowWidth() {
            return heads * width;
        }

        /** Where the rows of head {@code i} of all begin, in bytes. */
        long head(int i) {
            return 4L * ((long) i / heads * length * rowWidth() + (long) i % heads * width);
        }

        int scores() {
            return length * padded;
        }

        /** The address of row {@code r} of head {@code i} in a mask; 0 where there is none. */
        long row(Tensor mask, int i, int r) {
            return mask == null ? 0 : mask.address + 4L * ((long) i * length + r) * length;
        }

        /** [L, d]·[L, d]ᵀ of rows into scores. */
        Gemm scoresOf(long a, long b, long c) {
            return new Gemm(false, true, length, length, width, a, rowWidth(), b, rowWidth(), c, padded);
        }

        /** [L, L]·[L, d] or [L, L]ᵀ·[L, d] into rows. */
        Gemm rowsOf(long scores, boolean transpose, long rows, long c) {
            return new Gemm(transpose, false, length, width, length, scores, padded, rows, rowWidth(), c, rowWidth());
        }
    }

    static Tensor[] attention(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor bias = in[4];
        Tensor mask = in.length > 5 ? in[5] : null;
        Sizes sizes = Sizes.of(in[3], mask, in[0], in[1], in[2]);
        if (sizes == null || !bias.isFloatOf(sizes.texts, 1, 1, sizes.length)) return null;
        int heads = sizes.texts * sizes.heads;
        boolean keep = node.needs(1);
        int parts = Math.min(plan.threads(), heads);
        Tensor out = plan.allocate(sizes.perHead());
        Tensor softmax = plan.allocate(keep ? heads : parts, sizes.length, sizes.padded);
        Tensor dropped = plan.allocate(parts, sizes.length, sizes.padded);
        Tensor biases = plan.allocate(parts, sizes.padded);
        Forward forward = new Forward(sizes, in[0], in[1], in[2], bias, mask, node.scalar(), out);
        plan.parts(parts, heads, (part, from, to) -> {
            for (int i = (int) from; i < to; i++)
                forward.head(
                        i,
                        softmax.address + 4L * (keep ? i : part) * sizes.scores(),
                        dropped.address + 4L * part * sizes.scores(),
                        biases.address + 4L * part * sizes.padded);
        });
        return new Tensor[] {out, softmax};
    }

    private record Forward(
            Sizes sizes, Tensor q, Tensor k, Tensor v, Tensor bias, Tensor mask, float scale, Tensor out) {
        /** @param paddedBias room for a row of scores */
        void head(int i, long softmax, long dropped, long paddedBias) {
            int length = sizes.length;
            long at = sizes.head(i);
            Memory.copy(bias.address + 4L * (i / sizes.heads) * length, paddedBias, length);
            sizes.scoresOf(q.address + at, k.address + at, softmax).all();
            for (int r = 0; r < length; r++) {
                long row = 4L * r * sizes.padded;
                AttentionLoops.softmax(softmax + row, paddedBias, scale, length);
                if (mask != null) AttentionLoops.drop(softmax + row, sizes.row(mask, i, r), dropped + row, length);
            }
            sizes.rowsOf(mask == null ? softmax : dropped, false, v.address + at, out.address + at)
                    .all();
        }
    }

    static Tensor[] gradient(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor mask = in.length > 6 ? in[6] : null;
        Sizes sizes = Sizes.of(in[3], mask, in[0], in[1], in[2]);
        if (sizes == null || !in[5].isFloatOf(sizes.perHead())) return null;
        int heads = sizes.texts * sizes.heads;
        int parts = Math.min(plan.threads(), heads);
        Tensor[] out = {plan.allocate(in[0].shape), plan.allocate(in[0].shape), plan.allocate(in[0].shape)};
        Tensor scratch = plan.allocate(2, parts, sizes.length, sizes.padded);
        Backward backward = new Backward(sizes, in, mask, node.scalar(), out);
        plan.parts(parts, heads, (part, from, to) -> {
            long dropped = scratch.address + 4L * part * sizes.scores();
            long scores = dropped + 4L * parts * sizes.scores();
            for (int i = (int) from; i < to; i++) backward.head(i, dropped, scores);
        });
        return out;
    }

    private record Backward(Sizes sizes, Tensor[] in, Tensor mask, float scale, Tensor[] out) {
        /** @param scores room for the gradient of a head's scores */
        void head(int i, long dropped, long scores) {
            int length = sizes.length;
            long at = sizes.head(i);
            long softmax = in[4].address + 4L * i * sizes.scores();
            long context = in[5].address + at;
            if (mask != null)
                for (int r = 0; r < length; r++) {
                    long row = 4L * r * sizes.padded;
                    AttentionLoops.drop(softmax + row, sizes.row(mask, i, r), dropped + row, length);
                }
            sizes.rowsOf(mask == null ? softmax : dropped, true, context, out[2].address + at)
                    .all();
            sizes.scoresOf(context, in[2].address + at, scores).all();
            for (int r = 0; r < length; r++) {
                long row = 4L * r * sizes.padded;
                AttentionLoops.gradient(softmax + row, sizes.row(mask, i, r), scores + row, scale, length);
            }
            sizes.rowsOf(scores, false, in[1].address + at, out[0].address + at).all();
            sizes.rowsOf(scores, true, in[0].address + at, out[1].address + at).all();
        }
    }
}
