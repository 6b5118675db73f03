package matryoshka.engine;

import java.util.Arrays;

/**
 * Max pooling of images [B, Y, X, C] over windows that touch and do not overlap; rows and columns left over at the end
 * do not count.
 */
final class PoolKernels {
    private static final long[] NO_PADDING_NO_DILATION = {0, 0, 1, 1, 0};

    private PoolKernels() {}

    /** Windows of {@code height} × {@code width} pixels on images of one size. */
    private record Windows(int height, int width, int rows, int columns, Tensor images) {
        /** Null if {@code node} pools in another way. */
        static Windows of(Node node, Tensor images) {
            long[] args = node.integers();
            if (!images.isFloat() || images.rank() != 4 || args.length != 11 || args[10] != 1) return null;
            if (args[0] != args[2] || args[1] != args[3]) return null;
            if (!Arrays.equals(args, 4, 9, NO_PADDING_NO_DILATION, 0, 5)) return null;
            int height = (int) args[0];
            int width = (int) args[1];
            int rows = images.shape[1] / height;
            int columns = images.shape[2] / width;
            return rows == 0 || columns == 0 ? null : new Windows(height, width, rows, columns, images);
        }

        int channels() {
            return images.last();
        }

        /** Floats of a row of pixels. */
        int rowStep() {
            return images.shape[2] * channels();
        }

        int[] shape() {
            return new int[] {images.shape[0], rows, columns, channels()};
        }

        /** Where window {@code number}, counted over all images, begins: in floats. */
        long offset(int number) {
            int image = number / (rows * columns);
            int row = number / columns % rows;
            int column = number % columns;
            return ((long) image * images.shape[1] + (long) row * height) * rowStep()
                    + (long) column * width * channels();
        }
    }

    static Tensor[] max(Node node, Tensor[] in, PlanBuilder plan) {
        Windows windows = Windows.of(node, in[0]);
        if (windows == null) return null;
        Tensor out = plan.allocate(windows.shape());
        int channels = windows.channels();
        plan.parallel(out.length / channels, grain(windows), (from, to) -> {
            for (int i = (int) from; i < to; i++)
                ConvolutionLoops.max(
                        in[0].address + 4 * windows.offset(i),
                        windows.rowStep(),
                        windows.height,
                        windows.width,
                        out.address + 4L * i * channels,
                        channels);
        });
        return new Tensor[] {out};
    }

    static Tensor[] maxGradient(Node node, Tensor[] in, PlanBuilder plan) {
        Windows windows = Windows.of(node, in[0]);
        if (windows == null || !in[1].isFloatOf(windows.shape())) return null;
        Tensor out = plan.allocate(in[0].shape);
        boolean all = in[0].shape[1] % windows.height == 0 && in[0].shape[2] % windows.width == 0;
        if (!all) plan.step(() -> Memory.zero(out.address, out.length));
        int channels = windows.channels();
        plan.parallel(in[1].length / channels, grain(windows), (from, to) -> {
            for (int i = (int) from; i < to; i++)
                ConvolutionLoops.maxGradient(
                        in[0].address + 4 * windows.offset(i),
                        windows.rowStep(),
                        windows.height,
                        windows.width,
                        in[1].address + 4L * i * channels,
                        out.address + 4 * windows.offset(i),
                        channels);
        });
        return new Tensor[] {out};
    }

    private static long grain(Windows windows) {
        return Math.max(1, Elementwise.GRAIN / ((long) windows.channels() * windows.height * windows.width));
    }
}
