package matryoshka.engine;

/** Linear layers y = x·W' + b that share their input, and all their gradients, each as one piece of parallel work. */
final class LinearKernels {
    private LinearKernels() {}

    /** One layer: its product into y, the address of its bias [n], and where gelu(y) goes, 0 for nowhere. */
    private record Layer(Gemm product, long bias, long gelu) {
        void run(int p, int parts) {
            Gemm.Block block = product.block(p, parts);
            for (int r = 0; r < block.rows(); r++) // the product is added to the bias: no pass of its own
            Memory.copy(bias + 4L * block.column(), product.c() + offset(block, r), block.columns());
            product.run(block, 1);
            if (gelu == 0) return;
            for (int r = 0; r < block.rows(); r++) // while y is in the cache
            UnaryLoops.gelu(product.c() + offset(block, r), gelu + offset(block, r), 0, block.columns());
        }

        /** Of a row of a block, in bytes from the beginning of y. */
        private long offset(Gemm.Block block, int row) {
            return 4L * ((long) (block.row() + row) * product.n() + block.column());
        }
    }

    static Tensor[] linear(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor[] out = new Tensor[in.length / 2];
        Layer[] layers = new Layer[out.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = output(node, in[0], in[1 + 2 * i], in[2 + 2 * i], plan);
            if (out[i] == null) return null;
            layers[i] = new Layer(product(node, in, i, out[i]), in[2 + 2 * i].address, 0);
        }
        run(plan, layers);
        return out;
    }

    static Tensor[] linearGelu(Node node, Tensor[] in, PlanBuilder plan) {
        Tensor y = output(node, in[0], in[1], in[2], plan);
        if (y == null) return null;
        Tensor out = node.needs(1) ? plan.allocate(y.shape) : y;
        run(plan, new Layer(product(node, in, 0, y), in[2].address, out.address));
        return new Tensor[] {out, y};
    }

    /** A place for y [m, n], or null if the shapes are not those of a linear layer. */
    private static Tensor output(Node node, Tensor x, Tensor weight, Tensor bias, PlanBuilder plan) {
        if (!isLayer(node, x, weight) || !bias.isFloat()) return null;
        int n = weight.shape[transposed(node) ? 0 : 1];
        return bias.rank() == 1 && bias.length == n ? plan.allocate(x.shape[0], n) : null;
    }

    private static Gemm product(Node node, Tensor[] in, int i, Tensor y) {
        return Gemm.of(in[0], false, in[1 + 2 * i], transposed(node), y);
    }

    private static boolean isLayer(Node node, Tensor x, Tensor weight) {
        return MatrixKernels.handles(node, x, weight) && x.rank() == 2 && x.length > 0;
    }

    private static boolean transposed(Node node) {
        return MatrixKernels.transposesB(node);
    }

    private static void run(PlanBuilder plan, Layer... layers) {
        long products = 0;
        for (Layer layer : layers) products += layer.product().products();
        int parts = products < Gemm.SMALL ? 1 : plan.threads();
        plan.tasks(parts, p -> {
            for (Layer layer : layers) layer.run(p, parts);
        });
    }

    /**
     * dx = Σ dyᵢ·Wᵢ'ᵀ + rest, dWᵢ and dbᵢ: the threads take turns at blocks of dx and, for each layer, of its outputs'
     * weights with their biases.
     */
    static Tensor[] gradient(Node node, Tensor[] in, PlanBuilder plan) {
        int layers = (in.length - 1) / 2;
        Tensor rest = in.length % 2 == 0 ? in[in.length - 1] : null;
        for (int i = 0; i < layers; i++) if (!isGradient(node, in[0], in[1 + 2 * i], in[2 + 2 * i])) return null;
        if (rest != null && !Shapes.same(rest, in[0])) return null;
        Tensor[] out = new Tensor[1 + 2 * layers];
        InputGradient input = null;
        if (node.needs(0)) {
            out[0] = plan.allocate(in[0].shape);
            Gemm[] products = new Gemm[layers];
            for (int i = 0; i < layers; i++)
                products[i] = Gemm.of(in[2 + 2 * i], false, in[1 + 2 * i], !transposed(node), out[0]);
            input = new InputGradient(products, rest, out[0]);
        }
        WeightGradient[] weights = new WeightGradient[layers];
        for (int i = 0; i < layers; i++) weights[i] = weight(node, in, i, layers, out, plan);
        share(plan, input, weights);
        return out;
    }

    private static boolean isGradient(Node node, Tensor x, Tensor weight, Tensor g) {
        return isLayer(node, x, weight)
                && g.isFloat()
                && g.rank() == 2
                && g.shape[0] == x.shape[0]
                && g.shape[1] == weight.shape[transposed(node) ? 0 : 1];
    }

    private static WeightGradient weight(Node node, Tensor[] in, int i, int layers, Tensor[] out, PlanBuilder plan) {
        Tensor g = in[2 + 2 * i];
        Gemm product = null;
        if (node.needs(1 + i)) {
            Tensor dw = out[1 + i] = plan.allocate(in[1 + 2 * i].shape);
            product = transposed(node) ? Gemm.of(g, true, in[0], false, dw) : Gemm.of(in[0], true, g, false, dw);
        }
        if (node.needs(1 + layers + i)) out[1 + layers + i] = plan.allocate(g.last());
        return new WeightGradient(product, g, out[1 + layers + i]);
    }

    private static void share(PlanBuilder plan, InputGradient input, WeightGradient[] weights) {
        int parts = weights[0].products() < Gemm.SMALL ? 1 : plan.threads();
        int inputParts = input == null ? 0 : parts;
        plan.tasks(inputParts + parts * weights.length, task -> {
            if (task < inputParts) input.run(task, parts);
            else weights[(task - inputParts) / parts].run((task - inputParts) % parts, parts);
        });
    }

    /** dx, from all layers and {@code rest}, which may be null. */
    private record InputGradient(Gemm[] products, Tensor rest, Tensor dx) {
        void run(int p, int parts) {
            Gemm.Block block = products[0].block(p, parts);
            if (rest != null) copyRest(block);
            for (int i = 0; i < products.length; i++) products[i].run(block, i > 0 || rest != null ? 1 : 0);
        }

        private void copyRest(Gemm.Block block) {
            for (int r = 0; r < block.rows(); r++) {
                long offset = 4L * ((long) (block.row() + r) * dx.last() + block.column());
                Memory.copy(rest.address + offset, dx.address + offset, block.columns());
            }
        }
    }

    /** dW and db of one layer, either perhaps null. */
    private record WeightGradient(Gemm product, Tensor g, Tensor bias) {
        long products() {
            return product == null ? g.length : product.products();
        }

        void run(int p, int parts) {
            int n = g.last();
            int from = (int) ((long) n * p / parts);
            int to = (int) ((long) n * (p + 1) / parts);
            if (product != null) product.part(p, parts);
            if (bias == null) return;
            Memory.zero(bias.address + 4L * from, to - from);
            for (int r = 0; r < g.shape[0]; r++)
                RowLoops.accumulate(g.address + 4L * ((long) r * n + from), bias.address + 4L * from, to - from);
        }
    }
}
