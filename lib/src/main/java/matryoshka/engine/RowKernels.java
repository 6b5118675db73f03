package matryoshka.engine;

import org.nd4j.linalg.api.buffer.DataType;

/** Kernels that move rows and blocks: gather, segment sum, slices, permutations. */
final class RowKernels {
    private RowKernels() {}

    /** Rows of a table [V, H] by id [n]: [n, H]. */
    static Tensor[] gather(Node node, Tensor[] in, PlanBuilder plan) {
        if (in.length != 2 || !in[0].isFloat() || in[0].rank() != 2 || !rowIds(in[1])) return null;
        if (node.integers().length > 1 || node.integers().length == 1 && node.integers()[0] != 0) return null;
        Tensor table = in[0];
        Tensor ids = in[1];
        int width = table.last();
        Tensor out = plan.allocate(ids.length, width);
        plan.step(() -> {
            for (int i = 0; i < ids.length; i++) {
                int id = checked(Memory.getInt(ids.address, i), table.shape[0]);
                Memory.copy(table.address + 4L * id * width, out.address + 4L * i * width, width);
            }
        });
        return new Tensor[] {out};
    }

    /** The gradient of gather: rows [n, H] added into zeros [V, H] by id. */
    static Tensor[] segmentSum(Node node, Tensor[] in, PlanBuilder plan) {
        if (!in[0].isFloat() || in[0].rank() != 2 || !rowIds(in[1]) || node.integers().length != 1) return null;
        Tensor rows = in[0];
        Tensor ids = in[1];
        int width = rows.last();
        Tensor out = plan.allocate((int) node.integers()[0], width);
        plan.step(() -> {
            Memory.zero(out.address, out.length);
            for (int i = 0; i < ids.length; i++) {
                int id = checked(Memory.getInt(ids.address, i), out.shape[0]);
                RowLoops.accumulate(rows.address + 4L * i * width, out.address + 4L * id * width, width);
            }
        });
        return new Tensor[] {out};
    }

    private static boolean rowIds(Tensor ids) {
        return ids.type == DataType.INT32 && ids.rank() == 1;
    }

    private static int checked(int id, int rows) {
        if (id < 0 || id >= rows)
            throw new IllegalArgumentException("id " + id + " is not in the table: ids go from 0 to " + (rows - 1));
        return id;
    }

    /** A block [begin, end) of every dimension, step 1. */
    static Tensor[] slice(Node node, Tensor[] in, PlanBuilder plan) {
        Slice slice = Slice.of(node, in[0]);
        if (slice == null || in.length != 1) return null;
        Tensor out = plan.allocate(slice.shape());
        int run = slice.run();
        int[] offsets = slice.offsets();
        plan.step(() -> {
            for (int r = 0; r < offsets.length; r++)
                Memory.copy(in[0].address + 4L * offsets[r], out.address + 4L * r * run, run);
        });
        return new Tensor[] {out};
    }

    static Tensor[] sliceGradient(Node node, Tensor[] in, PlanBuilder plan) {
        Slice slice = Slice.of(node, in[0]);
        if (slice == null || in.length != 2) return null;
        Tensor out = plan.allocate(in[0].shape);
        int run = slice.run();
        int[] offsets = slice.offsets();
        plan.step(() -> {
            Memory.zero(out.address, out.length);
            for (int r = 0; r < offsets.length; r++)
                Memory.copy(in[1].address + 4L * r * run, out.address + 4L * offsets[r], run);
        });
        return new Tensor[] {out};
    }

    static Tensor[] permute(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor x = in[0];
        if (in.length != 1 || !x.isFloat() || x.rank() < 2 || node.integers().length != x.rank()) return null;
        int[] order = new int[x.rank()];
        int[] shape = new int[x.rank()];
        int[] strides = new int[x.rank()];
        int[] from = Shapes.strides(x.shape, x.shape);
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) node.integers()[i];
            shape[i] = x.shape[order[i]];
            strides[i] = from[order[i]];
        }
        if (order[order.length - 1] != order.length - 1) return null;
        Tensor out = plan.allocate(shape);
        int run = x.last();
        int[] offsets = new Elementwise.Rows(strides, shape, run, 1).offsets(run);
        plan.parallel(offsets.length, Math.max(1, Elementwise.GRAIN / run), (first, last) -> {
            for (int r = (int) first; r < last; r++)
                Memory.copy(x.address + 4L * offsets[r], out.address + 4L * r * run, run);
        });
        return new Tensor[] {out};
    }

    /** Where the runs of a strided slice with unit steps lie in its input. */
    private record Slice(int[] shape, int run, int[] offsets) {
        static Slice of(Node node, Tensor x) {
            long[] args = node.integers();
            int rank = x.rank();
            if (!x.isFloat() || args.length != 5 + 3 * rank || args[1] != 0 || args[3] != 0 || args[4] != 0)
                return null;
            int[] shape = new int[rank];
            int start = 0;
            int[] strides = Shapes.strides(x.shape, x.shape);
            for (int i = 0; i < rank; i++) {
                if (args[5 + 2 * rank + i] != 1) return null;
                int begin = masked(args[0], i) ? 0 : bound(args[5 + i], x.shape[i]);
                int end = masked(args[2], i) ? x.shape[i] : bound(args[5 + rank + i], x.shape[i]);
                if (begin >= end) return null;
                shape[i] = end - begin;
                start += begin * strides[i];
            }
            int run = shape[rank - 1];
            int[] offsets = new Elementwise.Rows(strides, shape, run, 1).offsets(run);
            for (int r = 0; r < offsets.length; r++) offsets[r] += start;
            return new Slice(shape, run, offsets);
        }

        private static boolean masked(long mask, int dimension) {
            return (mask >> dimension & 1) == 1;
        }

        private static int bound(long value, int size) {
            return Math.clamp(value < 0 ? value + size : value, 0, size);
        }
    }
}
