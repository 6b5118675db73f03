package matryoshka.engine;

/**
 * Convolutions as matrix products, image by image: what the filters see at each pixel becomes a row, which stays in the
 * cache until the filters are through with it. Threads share the images.
 */
final class ConvolutionKernels {
    private ConvolutionKernels() {}

    /** Memory of one thread: an image in its frame and its patches; for gradients also its sums for the filters. */
    private record Scratch(long framed, long patches, long filters, long biases) {
        static long floats(Convolution shape) {
            return shape.framed() + patches(shape) + (long) (shape.patch() + 1) * shape.filters();
        }

        private static long patches(Convolution shape) {
            return (long) shape.pixels() * shape.patch() + Memory.LANES;
        }

        static Scratch of(Convolution shape, Tensor memory, int part) {
            long framed = memory.address + 4L * part * memory.last();
            long patches = framed + 4L * shape.framed();
            long filters = patches + 4L * patches(shape);
            return new Scratch(framed, patches, filters, filters + 4L * shape.patch() * shape.filters());
        }
    }

    /** Of [images, filters, biases [F] or none]. */
    static Tensor[] convolve(Node node, Tensor[] in, PlanBuilder plan) {
        Convolution shape = Convolution.of(node, in[0], in[1]);
        if (shape == null || in.length > 2 && !in[2].isFloatOf(shape.filters())) return null;
        Tensor out = plan.allocate(shape.batch(), shape.height(), shape.width(), shape.filters());
        int parts = parts(shape, plan);
        Tensor memory = plan.allocate(parts, Math.toIntExact(Scratch.floats(shape)));
        plan.parts(parts, shape.batch(), (part, from, to) -> {
            Scratch scratch = Scratch.of(shape, memory, part);
            Memory.zero(scratch.framed, shape.framed());
            for (int i = (int) from; i < to; i++) {
                long y = image(out, i);
                patches(shape, image(in[0], i), scratch);
                if (in.length > 2) ConvolutionLoops.spread(in[2].address, 0, y, out.last(), out.last(), shape.pixels());
                product(shape, scratch.patches, in[1].address, y, in.length > 2 ? 1 : 0);
            }
        });
        return new Tensor[] {out};
    }

    /** Of [images, filters, biases or none, gradient of the result]: the gradients of all but the last. */
    static Tensor[] gradient(Node node, Tensor[] in, PlanBuilder plan) {
        Convolution shape = Convolution.of(node, in[0], in[1]);
        Tensor g = in[in.length - 1];
        if (shape == null || !g.isFloatOf(shape.batch(), shape.height(), shape.width(), shape.filters())) return null;
        Tensor[] out = new Tensor[in.length - 1];
        for (int i = 0; i < out.length; i++) if (node.needs(i)) out[i] = plan.allocate(in[i].shape);
        int parts = parts(shape, plan);
        Tensor memory = plan.allocate(parts, Math.toIntExact(Scratch.floats(shape)));
        plan.parts(parts, shape.batch(), (part, from, to) -> {
            Scratch scratch = Scratch.of(shape, memory, part);
            if (node.needs(1)) filterGradients(shape, in[0], g, scratch, from, to);
            if (node.needs(2)) biasGradients(shape, g, scratch, from, to);
            if (node.needs(0)) imageGradients(shape, in[1], g, scratch, out[0], from, to);
        });
        if (node.needs(1)) plan.step(() -> addParts(shape, memory, parts, out[1], Scratch::filters));
        if (node.needs(2)) plan.step(() -> addParts(shape, memory, parts, out[2], Scratch::biases));
        return out;
    }

    private static int parts(Convolution shape, PlanBuilder plan) {
        return Math.min(plan.threads(), shape.batch());
    }

    private static long image(Tensor images, int i) {
        return images.address + 4L * i * (images.length / images.shape[0]);
    }

    private static void patches(Convolution shape, long image, Scratch scratch) {
        shape.frame(image, scratch.framed);
        shape.patches(scratch.framed, scratch.patches);
    }

    /** y [Y·X, F] = patches·filters + beta·y. */
    private static void product(Convolution shape, long patches, long filters, long y, float beta) {
        int f = shape.filters();
        Blas.sgemm(false, false, shape.pixels(), f, shape.patch(), patches, shape.patch(), filters, f, beta, y, f);
    }

    /** Σ patchesᵀ·g over the images. */
    private static void filterGradients(
            Convolution shape, Tensor images, Tensor g, Scratch scratch, long from, long to) {
        int f = shape.filters();
        int patch = shape.patch();
        Memory.zero(scratch.framed, shape.framed());
        for (int i = (int) from; i < to; i++) {
            patches(shape, image(images, i), scratch);
            long dy = image(g, i);
            float beta = i == from ? 0 : 1;
            Blas.sgemm(true, false, patch, f, shape.pixels(), scratch.patches, patch, dy, f, beta, scratch.filters, f);
        }
    }

    private static void biasGradients(Convolution shape, Tensor g, Scratch scratch, long from, long to) {
        Memory.zero(scratch.biases, shape.filters());
        for (int i = (int) from; i < to; i++)
            ConvolutionLoops.addRows(image(g, i), scratch.biases, shape.filters(), shape.pixels());
    }

    /** g·filtersᵀ, added up where the patches came from. */
    private static void imageGradients(
            Convolution shape, Tensor filters, Tensor g, Scratch scratch, Tensor dx, long from, long to) {
        int f = shape.filters();
        int patch = shape.patch();
        for (int i = (int) from; i < to; i++) {
            long dy = image(g, i);
            Blas.sgemm(false, true, shape.pixels(), patch, f, dy, f, filters.address, f, 0, scratch.patches, patch);
            Memory.zero(scratch.framed, shape.framed());
            shape.addPatches(scratch.patches, scratch.framed);
            shape.unframe(scratch.framed, image(dx, i));
        }
    }

    /** Which sums of a thread are meant. */
    private interface Sums {
        long of(Scratch scratch);
    }

    private static void addParts(Convolution shape, Tensor memory, int parts, Tensor sum, Sums sums) {
        Memory.copy(sums.of(Scratch.of(shape, memory, 0)), sum.address, sum.length);
        for (int part = 1; part < parts; part++)
            RowLoops.accumulate(sums.of(Scratch.of(shape, memory, part)), sum.address, sum.length);
    }
}
