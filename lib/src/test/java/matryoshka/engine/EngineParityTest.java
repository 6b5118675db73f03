package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.Parity.uniform;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels of rows, matrices and shapes, forward and backward, against SameDiff's own operations. */
class EngineParityTest {
    private static final int TRIES = 8;

    @Property(tries = 2 * TRIES, seed = "1")
    void reductions_over_any_dimensions(
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 19) int l,
            @ForAll @IntRange(min = 1, max = 37) int h,
            @ForAll boolean keep) {
        for (int[] dims : List.of(new int[] {0}, new int[] {1}, new int[] {2}, new int[] {0, 1}, new int[] {0, 2})) {
            agree(sd -> sd.var("x", normal(1, b, l, h)).sum(keep, dims), "reduce_sum", "reduce_sum_bp");
            agree(sd -> sd.var("x", normal(1, b, l, h)).mean(keep, dims), "reduce_mean", "reduce_mean_bp");
        }
        agree(sd -> sd.var("x", normal(1, b, l, h)).mean(), "reduce_mean", "reduce_mean_bp");
        agree(sd -> sd.var("x", normal(1, b, l, h)).mul(2).sum(-1), "reduce_sum", "reduce_sum_bp");
    }

    @Property(tries = TRIES, seed = "1")
    void normalised_rows(
            @ForAll @IntRange(min = 1, max = 3) int b,
            @ForAll @IntRange(min = 1, max = 19) int l,
            @ForAll @IntRange(min = 1, max = 37) int h) {
        agree(sd -> sd.nn().softmax(sd.var("x", normal(1, b, l, h)), -1), "softmax", "softmax_bp");
        agree(sd -> sd.nn().softmax(sd.var("x", normal(1, l, h)).mul(30), 1), "softmax", "softmax_bp");
        agree(sd -> sd.nn().logSoftmax(sd.var("x", normal(1, l, h)).mul(3)), "log_softmax", "log_softmax_bp");
        agree(sd -> sd.nn().softmax(sd.var("x", normal(1, b, l, h)), 1));
    }

    @Property(tries = 2 * TRIES, seed = "1")
    void layer_norm(@ForAll @IntRange(min = 1, max = 41) int rows, @ForAll @IntRange(min = 3, max = 70) int h) {
        agree(sd -> normed(sd, 1, rows, h), "layer_norm", "layer_norm_bp");
        agree(sd -> normed(sd, 2, 2, rows, h), "layer_norm", "layer_norm_bp");
    }

    @Property(tries = 2, seed = "1")
    void layer_norm_of_other_kinds_is_left_to_nd4j(@ForAll @IntRange(min = 3, max = 9) int n) {
        agree(sd -> sd.nn().layerNorm(sd.var("x", normal(1, n, 20)), sd.var("gain", normal(2, 20)), false, 1));
        agree(sd -> sd.nn()
                .layerNorm(
                        sd.var("x", normal(1, 2, n, 20)),
                        sd.var("gain", normal(2, n)),
                        sd.var("b", normal(3, n)),
                        true,
                        2));
    }

    private static SDVariable normed(SameDiff sd, int dimension, int... shape) {
        int h = shape[shape.length - 1];
        SDVariable x = sd.var("x", normal(1, shape)).mul(2).add(1);
        SDVariable gain = sd.var("gain", uniform(2, 0.5, 2, h));
        return sd.nn().layerNorm(x, gain, sd.var("bias", normal(3, h)), false, dimension);
    }

    @Property(tries = 2 * TRIES, seed = "1")
    void matrix_products(
            @ForAll @IntRange(min = 1, max = 37) int m,
            @ForAll @IntRange(min = 2, max = 37) int n, // ND4J's own gradient of a product [1, 1] is wrong or throws
            @ForAll @IntRange(min = 1, max = 37) int k,
            @ForAll boolean transposed) {
        int[] b = transposed ? new int[] {n, k} : new int[] {k, n};
        agree(
                sd -> sd.mmul(sd.var("a", normal(1, m, k)), sd.var("b", normal(2, b)), false, transposed, false),
                "matmul",
                "matmul_bp");
    }

    @Property(tries = 4, seed = "1")
    void large_matrix_products_are_cut_by_rows_or_columns(
            @ForAll @IntRange(min = 60, max = 150) int m,
            @ForAll @IntRange(min = 60, max = 150) int n,
            @ForAll @IntRange(min = 60, max = 90) int k,
            @ForAll boolean transposed) {
        matrix_products(m, n, k, transposed);
    }

    @Property(tries = TRIES, seed = "1")
    void batched_matrix_products(
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 4) int a,
            @ForAll @IntRange(min = 1, max = 19) int l,
            @ForAll @IntRange(min = 1, max = 19) int h,
            @ForAll boolean transposed) {
        int[] right = transposed ? new int[] {b, a, l + 1, h} : new int[] {b, a, h, l + 1};
        agree(
                sd -> sd.mmul(
                        sd.var("a", normal(1, b, a, l, h)), sd.var("b", normal(2, right)), false, transposed, false),
                "matmul",
                "matmul_bp");
        agree(sd -> sd.mmul(sd.var("a", normal(1, h, l)), sd.var("b", normal(2, h, a)), true, false, false));
    }

    @Property(tries = TRIES, seed = "1")
    void shapes_change_without_copies(
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 19) int l,
            @ForAll @IntRange(min = 2, max = 19) int h) {
        agree(sd -> sd.var("x", normal(1, b * l, h)).mul(2).reshape(b, -1, h).mul(3), "reshape");
        agree(
                sd -> sd.expandDims(sd.var("x", normal(1, b, h)).mul(2), 1).mul(sd.var("y", normal(2, b, l, h))),
                "expand_dims");
        agree(sd -> sd.identity(sd.var("x", normal(1, b, h)).mul(2)).add(1), "identity");
        agree(sd -> {
            SDVariable x = sd.var("x", normal(1, b, l, h)).mul(2);
            SDVariable flat = x.reshape(-1, h).mul(3);
            return flat.reshape(x.shape()).add(x);
        });
    }

    @Property(tries = TRIES, seed = "1")
    void permutations(
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 4) int a,
            @ForAll @IntRange(min = 1, max = 19) int l,
            @ForAll @IntRange(min = 1, max = 19) int h) {
        agree(
                sd -> sd.var("x", normal(1, b, l, a, h))
                        .mul(2)
                        .permute(0, 2, 1, 3)
                        .mul(3),
                "permute");
        agree(sd -> sd.var("x", normal(1, b, l, a, h)).mul(2).permute(2, 0, 1, 3), "permute");
        agree(sd -> sd.var("x", normal(1, b, l, h)).mul(2).permute(0, 2, 1).mul(3));
    }

    @Property(tries = TRIES, seed = "1")
    void slices(
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 2, max = 19) int l,
            @ForAll @IntRange(min = 2, max = 37) int h) {
        agree(
                sd -> sd.var("x", normal(1, l, h))
                        .mul(2)
                        .get(SDIndex.all(), SDIndex.interval(0, h - 1))
                        .mul(3),
                "strided_slice",
                "strided_slice_bp");
        agree(
                sd -> sd.var("x", normal(1, b, l, h))
                        .mul(2)
                        .get(SDIndex.all(), SDIndex.interval(1, l), SDIndex.interval(1, h)),
                "strided_slice",
                "strided_slice_bp");
        agree(sd -> sd.var("x", normal(1, b, l, h)).mul(2).get(SDIndex.all(), SDIndex.point(1)));
        agree(sd -> sd.var("x", normal(1, l, h)).mul(2).get(SDIndex.all(), SDIndex.interval(0, 2, h)));
    }

    @Property(tries = 4, seed = "1")
    void operations_without_kernels_mix_with_those_that_have_one(@ForAll @IntRange(min = 1, max = 20) int n) {
        agree(sd -> {
            SDVariable x = sd.var("x", uniform(1, 0.5, 2, 3, n)).mul(2);
            SDVariable y = sd.math().log(x).add(sd.math().sqrt(x)).mul(sd.math().square(x));
            return sd.concat(1, y, sd.nn().sigmoid(x).mul(2), sd.nn().relu(x.sub(1.5), 0));
        });
    }

    @Property(tries = 4, seed = "1")
    void values_that_follow_from_shapes_alone(@ForAll @IntRange(min = 1, max = 40) int n) {
        Parity.Build build = sd -> {
            SDVariable x = sd.placeHolder("in", DataType.FLOAT, -1, 7);
            SDVariable length = x.shape().castTo(DataType.FLOAT).mul(2).add(1);
            return x.mul(sd.var("p", normal(1, 7))).sum(1).sum().mul(length);
        };
        agree(build, Map.of("in", normal(2, n, 7)));
    }
}
