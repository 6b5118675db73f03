package matryoshka.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/** The operations that have a kernel, by SameDiff's name; every other operation runs as ND4J's own. */
final class Kernels {
    private static final long C_ORDER = -99; // how a reshape may begin: minus the letter's code
    private static final long F_ORDER = -102;

    private static final Map<String, Kernel> BY_NAME = new HashMap<>();

    static {
        registerShapes();
        registerElementwise();
        registerElementwiseGradients();
        BY_NAME.put("reduce_sum", (node, in, plan) -> Reductions.reduce(node, in[0], plan, false));
        BY_NAME.put("reduce_mean", (node, in, plan) -> Reductions.reduce(node, in[0], plan, true));
        BY_NAME.put("reduce_sum_bp", (node, in, plan) -> Reductions.spread(node, in[0], in[1], plan, false));
        BY_NAME.put("reduce_mean_bp", (node, in, plan) -> Reductions.spread(node, in[0], in[1], plan, true));
        BY_NAME.put("softmax", NormKernels.rows(RowLoops::softmax));
        BY_NAME.put("softmax_bp", NormKernels.gradients(RowLoops::softmaxGradient));
        BY_NAME.put("log_softmax", NormKernels.rows(RowLoops::logSoftmax));
        BY_NAME.put("log_softmax_bp", NormKernels.gradients(RowLoops::logSoftmaxGradient));
        BY_NAME.put("layer_norm", NormKernels::layerNorm);
        BY_NAME.put("layer_norm_bp", NormKernels::layerNormGradient);
        BY_NAME.put("matmul", MatrixKernels::matmul);
        BY_NAME.put("matmul_bp", MatrixKernels::gradient);
        BY_NAME.put(LinearFusion.LINEAR, LinearKernels::linear);
        BY_NAME.put(LinearFusion.LINEAR_GELU, LinearKernels::linearGelu);
        BY_NAME.put(LinearFusion.LINEAR_GRADIENT, LinearKernels::gradient);
        BY_NAME.put(ResidualNormFusion.RESIDUAL_NORM, NormKernels::residualNorm);
        BY_NAME.put(ResidualNormFusion.RESIDUAL_NORM_GRADIENT, NormKernels::residualNormGradient);
        BY_NAME.put(AttentionFusion.ATTENTION, AttentionKernels::attention);
        BY_NAME.put(AttentionFusion.ATTENTION_GRADIENT, AttentionKernels::gradient);
        BY_NAME.put("conv2d", ConvolutionKernels::convolve);
        BY_NAME.put("conv2d_bp", ConvolutionKernels::gradient);
        BY_NAME.put("maxpool2d", PoolKernels::max);
        BY_NAME.put("maxpool2d_bp", PoolKernels::maxGradient);
        BY_NAME.put("gather", RowKernels::gather);
        BY_NAME.put("unsorted_segment_sum", RowKernels::segmentSum);
        BY_NAME.put("strided_slice", RowKernels::slice);
        BY_NAME.put("strided_slice_bp", RowKernels::sliceGradient);
        BY_NAME.put("permute", RowKernels::permute);
    }

    private Kernels() {}

    /** The outputs of {@code node}; null for a fused operation whose kernel cannot take these inputs. */
    static Tensor[] bind(Node node, Tensor[] inputs, PlanBuilder plan) {
        Kernel kernel = BY_NAME.get(node.name());
        Tensor[] outputs = kernel == null ? null : kernel.bind(node, inputs, plan);
        return outputs == null && !node.name().startsWith(Fusions.PREFIX)
                ? NativeOps.bind(node, inputs, plan)
                : outputs;
    }

    private static void registerShapes() {
        BY_NAME.put("identity", (node, in, plan) -> new Tensor[] {in[0]});
        BY_NAME.put("reshape", Kernels::reshape);
        BY_NAME.put("expand_dims", Kernels::expandDims);
        BY_NAME.put("shape_of", (node, in, plan) ->
                new Tensor[] {Tensor.of(Nd4j.createFromArray(Shapes.toLong(in[0].shape)))});
    }

    private static Tensor[] reshape(Node node, Tensor[] in, PlanBuilder plan) {
        long[] target = in.length > 1 ? in[1].array().toLongVector() : node.integers();
        if (in.length == 1 && target.length > 0 && target[0] == F_ORDER) return null;
        int skip = in.length == 1 && target.length > 0 && target[0] == C_ORDER ? 1 : 0;
        int[] shape = Arrays.stream(target, skip, target.length)
                .mapToInt(Math::toIntExact)
                .toArray();
        return new Tensor[] {in[0].reshape(Shapes.resolve(shape, in[0].length))};
    }

    private static Tensor[] expandDims(Node node, Tensor[] in, PlanBuilder plan) {
        if (node.integers().length != 1) return null;
        int rank = in[0].rank() + 1;
        int at = (int) Math.floorMod(node.integers()[0], (long) rank);
        int[] shape = new int[rank];
        for (int i = 0; i < rank; i++) shape[i] = i == at ? 1 : in[0].shape[i < at ? i : i - 1];
        return new Tensor[] {in[0].reshape(shape)};
    }

    private static void registerElementwise() {
        BY_NAME.put("add", binary(BinaryLoops::add));
        BY_NAME.put("subtract", binary(BinaryLoops::subtract));
        BY_NAME.put("multiply", binary(BinaryLoops::multiply));
        BY_NAME.put("divide", binary(BinaryLoops::divide));
        BY_NAME.put("add_scalar", (node, in, plan) -> affine(in[0], plan, 1, node.scalar()));
        BY_NAME.put("sub_scalar", (node, in, plan) -> affine(in[0], plan, 1, -node.scalar()));
        BY_NAME.put("mul_scalar", (node, in, plan) -> affine(in[0], plan, node.scalar(), 0));
        BY_NAME.put("neg", (node, in, plan) -> affine(in[0], plan, -1, 0));
        BY_NAME.put("exp", unary(UnaryLoops::exp));
        BY_NAME.put("tanh", unary(UnaryLoops::tanh));
        BY_NAME.put("erf", unary(UnaryLoops::erf));
        BY_NAME.put(
                "relu",
                (node, in, plan) -> in[0].isFloat() && node.scalar() == 0
                        ? new Tensor[] {Elementwise.unary(plan, UnaryLoops::relu, in[0])}
                        : null);
        BY_NAME.put(GeluFusion.GELU, unary(UnaryLoops::gelu));
        BY_NAME.put(GeluFusion.GELU_GRADIENT, (node, in, plan) -> gradient(in, plan, UnaryLoops::geluGradient));
        BY_NAME.put(
                "thresholdedrelu_bp",
                (node, in, plan) -> Shapes.same(in[0], in[1]) && in[0].isFloat() && node.real(0) == 0
                        ? gradient(in, plan, UnaryLoops::reluGradient)
                        : null);
    }

    private static void registerElementwiseGradients() {
        BY_NAME.put("add_bp", (node, in, plan) -> in[0].isFloat() ? gradients(node, in, plan, in[2], in[2]) : null);
        BY_NAME.put(
                "multiply_bp",
                (node, in, plan) -> !in[0].isFloat()
                        ? null
                        : gradients(
                                node,
                                in,
                                plan,
                                node.needs(0) ? Elementwise.binary(plan, BinaryLoops::multiply, in[2], in[1]) : null,
                                node.needs(1) ? Elementwise.binary(plan, BinaryLoops::multiply, in[2], in[0]) : null));
        BY_NAME.put(
                "divide_bp",
                (node, in, plan) -> node.needs(1) || !in[0].isFloat()
                        ? null
                        : gradients(node, in, plan, Elementwise.binary(plan, BinaryLoops::divide, in[2], in[1]), null));
    }

    /** The gradients of a broadcasting operation: those of the full shape, summed to the operands' shapes. */
    private static Tensor[] gradients(Node node, Tensor[] in, PlanBuilder plan, Tensor a, Tensor b) {
        return new Tensor[] {
            node.needs(0) ? Reductions.sumTo(plan, a, in[0].shape) : null,
            node.needs(1) ? Reductions.sumTo(plan, b, in[1].shape) : null
        };
    }

    /** The gradient of a function of one number, of [x, gradient of the result]. */
    private static Tensor[] gradient(Tensor[] in, PlanBuilder plan, UnaryLoops.GradientLoop loop) {
        Tensor out = plan.allocate(in[0].shape);
        plan.parallel(
                out.length,
                Elementwise.GRAIN,
                (from, to) -> loop.run(in[0].address, in[1].address, out.address, from, to));
        return new Tensor[] {out};
    }

    private static Tensor[] affine(Tensor x, PlanBuilder plan, float scale, float shift) {
        if (!x.isFloat()) return null;
        return new Tensor[] {Elementwise.unary(plan, UnaryLoops.affine(scale, shift), x)};
    }

    private static Kernel unary(UnaryLoops.Loop loop) {
        return (node, in, plan) -> in[0].isFloat() ? new Tensor[] {Elementwise.unary(plan, loop, in[0])} : null;
    }

    private static Kernel binary(BinaryLoops.Loop loop) {
        return (node, in, plan) ->
                in[0].isFloat() && in[1].isFloat() ? new Tensor[] {Elementwise.binary(plan, loop, in[0], in[1])} : null;
    }
}
