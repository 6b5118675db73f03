package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.Parity.uniform;
import static matryoshka.engine.ResidualNormFusion.RESIDUAL_NORM;
import static matryoshka.engine.ResidualNormFusion.RESIDUAL_NORM_GRADIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer norms of a residual sum, with and without dropout, against SameDiff's own operations. */
class ResidualNormFusionTest {
    private static SDVariable parameter(SameDiff sd, String name, int... shape) {
        return sd.var(name, normal(name.hashCode(), shape));
    }

    private static SDVariable norm(SDVariable x, String name, int width, int dimension) {
        SameDiff sd = x.getSameDiff();
        SDVariable gain = sd.var(name + ".gain", uniform(3, 0.5, 2, width).castTo(x.dataType()));
        SDVariable bias = sd.var(name + ".bias", normal(4, width).castTo(x.dataType()));
        return sd.nn().layerNorm(x, gain, bias, false, dimension);
    }

    private static SDVariable norm(SDVariable x, int width) {
        return norm(x, "norm", width, 1);
    }

    private static SDVariable mask(SameDiff sd, DataType type) {
        return sd.hasVariable("mask") ? sd.getVariable("mask") : sd.placeHolder("mask", type, -1, -1);
    }

    private static SDVariable dropped(SDVariable h) {
        return h.mul(mask(h.getSameDiff(), h.dataType()));
    }

    private static Map<String, INDArray> mask(int... shape) {
        return Map.of(
                "mask", uniform(5, 0, 1, shape).gt(0.2).castTo(DataType.FLOAT).mul(1.25));
    }

    private static SDVariable x(SameDiff sd, int... shape) {
        return parameter(sd, "x", shape).mul(2);
    }

    private static SDVariable h(SameDiff sd, int... shape) {
        return sd.math().tanh(parameter(sd, "h", shape));
    }

    @Property(tries = 20, seed = "1")
    void a_norm_of_a_sum(
            @ForAll @IntRange(min = 1, max = 41) int rows, @ForAll @IntRange(min = 3, max = 70) int width) {
        agree(sd -> norm(x(sd, rows, width).add(h(sd, rows, width)), width), RESIDUAL_NORM);
    }

    @Property(tries = 20, seed = "1")
    void a_norm_of_a_sum_with_dropout(
            @ForAll @IntRange(min = 1, max = 41) int rows, @ForAll @IntRange(min = 3, max = 70) int width) {
        agree(
                sd -> norm(x(sd, rows, width).add(dropped(h(sd, rows, width))), width),
                mask(rows, width),
                RESIDUAL_NORM,
                RESIDUAL_NORM_GRADIENT);
    }

    @Property(tries = 6, seed = "1")
    void rows_of_several_dimensions(
            @ForAll @IntRange(min = 1, max = 3) int b,
            @ForAll @IntRange(min = 1, max = 9) int l,
            @ForAll @IntRange(min = 3, max = 37) int width) {
        for (int dimension : new int[] {2, -1})
            agree(
                    sd -> {
                        sd.placeHolder("mask", DataType.FLOAT, -1, -1, -1);
                        return norm(x(sd, b, l, width).add(dropped(h(sd, b, l, width))), "norm", width, dimension);
                    },
                    mask(b, l, width),
                    RESIDUAL_NORM,
                    RESIDUAL_NORM_GRADIENT);
    }

    @Property(tries = 6, seed = "1")
    void norms_one_after_the_other(@ForAll @IntRange(min = 1, max = 20) int rows) {
        Parity.Build build = sd -> {
            SDVariable first = norm(x(sd, rows, 19).add(dropped(h(sd, rows, 19))), "first", 19, 1);
            return norm(first.add(dropped(sd.math().tanh(first))), "second", 19, 1);
        };
        agree(build, mask(rows, 19), RESIDUAL_NORM, RESIDUAL_NORM_GRADIENT);
        assertThat(Fused.nodes(build, mask(rows, 19), RESIDUAL_NORM)).hasSize(2);
        assertThat(Fused.nodes(build, mask(rows, 19), RESIDUAL_NORM_GRADIENT)).hasSize(2);
    }

    @Example
    void dropout_on_the_other_side_of_the_sum_or_product() {
        agree(sd -> norm(dropped(h(sd, 4, 18)).add(x(sd, 4, 18)), 18), mask(4, 18), RESIDUAL_NORM);
        agree(sd -> norm(x(sd, 4, 18).add(mask(sd, DataType.FLOAT).mul(h(sd, 4, 18))), 18), mask(4, 18), RESIDUAL_NORM);
        agree(sd -> norm(dropped(h(sd, 4, 18)).add(dropped(x(sd, 4, 18))), 18), mask(4, 18), RESIDUAL_NORM);
    }

    @Example
    void a_value_added_to_itself() {
        agree(
                sd -> {
                    SDVariable x = x(sd, 4, 18);
                    return norm(x.add(dropped(x)), 18).add(norm(x.add(x), "twice", 18, 1));
                },
                mask(4, 18),
                RESIDUAL_NORM);
    }

    @Example
    void a_placeholder_on_either_side_has_no_gradient() {
        Map<String, INDArray> feed = new HashMap<>(mask(4, 18));
        feed.put("given", normal(1, 4, 18));
        Parity.Build left = sd -> {
            SDVariable given = sd.placeHolder("given", DataType.FLOAT, -1, 18);
            return norm(given.add(dropped(h(sd, 4, 18))), 18);
        };
        agree(left, feed, RESIDUAL_NORM, RESIDUAL_NORM_GRADIENT);
        Parity.Build right = sd -> {
            SDVariable given = sd.placeHolder("given", DataType.FLOAT, -1, 18);
            return norm(x(sd, 4, 18).add(dropped(given)), 18);
        };
        agree(right, feed, RESIDUAL_NORM);
    }

    @Example
    void an_intermediate_value_may_be_an_output_too() {
        Parity.Build build = sd -> {
            SDVariable dropped = dropped(h(sd, 4, 18).rename("inner")).rename("dropped");
            return norm(x(sd, 4, 18).add(dropped).rename("residual"), 18);
        };
        Fused.agreeOn(build, mask(4, 18), List.of(Parity.RESULT, "inner", "dropped", "residual"));
        Fused.agreeOn(build, mask(4, 18), List.of());
    }

    @Example
    void an_intermediate_value_may_be_read_elsewhere() {
        for (String name : List.of("inner", "dropped", "residual"))
            agree(
                    sd -> {
                        SDVariable dropped =
                                dropped(h(sd, 4, 18).rename("inner")).rename("dropped");
                        SDVariable y = norm(x(sd, 4, 18).add(dropped).rename("residual"), 18);
                        return y.mul(sd.math().tanh(sd.getVariable(name)));
                    },
                    mask(4, 18),
                    RESIDUAL_NORM);
    }

    @Example
    void two_norms_of_one_sum() {
        agree(
                sd -> {
                    SDVariable sum = x(sd, 4, 18).add(dropped(h(sd, 4, 18)));
                    return norm(sum, "first", 18, 1).mul(norm(sum, "second", 18, 1));
                },
                mask(4, 18),
                RESIDUAL_NORM);
    }

    @Example
    void one_norm_twice() {
        agree(
                sd -> {
                    SDVariable sum = x(sd, 4, 18).add(dropped(h(sd, 4, 18)));
                    SDVariable first = norm(sum, 18);
                    SDVariable second =
                            sd.nn().layerNorm(sum, sd.getVariable("norm.gain"), sd.getVariable("norm.bias"), false, 1);
                    return first.mul(sd.math().tanh(second));
                },
                mask(4, 18),
                RESIDUAL_NORM);
    }

    @Example
    void a_mask_or_summand_that_broadcasts_is_left_to_single_operations() {
        Parity.Build build = sd -> norm(x(sd, 4, 18).add(dropped(h(sd, 4, 18))), 18);
        Fused.agreeWithout(build, mask(4, 1), RESIDUAL_NORM, RESIDUAL_NORM_GRADIENT);
        Fused.agreeWithout(build, mask(1, 18), RESIDUAL_NORM, RESIDUAL_NORM_GRADIENT);
        Parity.Build wide = sd -> norm(x(sd, 4, 18).add(dropped(h(sd, 1, 18))), 18);
        Fused.agreeWithout(wide, mask(4, 18), RESIDUAL_NORM, RESIDUAL_NORM_GRADIENT);
        for (int[] shape : new int[][] {{18}, {1, 18}}) {
            Fused.agreeWithout(sd -> norm(x(sd, 4, 18).add(h(sd, shape)), 18), Map.of(), RESIDUAL_NORM);
            Fused.agreeWithout(sd -> norm(x(sd, shape).add(h(sd, 4, 18)), 18), Map.of(), RESIDUAL_NORM);
        }
    }

    @Example
    void one_program_takes_shapes_that_fit_and_shapes_that_do_not() {
        Parity.Build build = sd -> norm(x(sd, 4, 18).add(dropped(h(sd, 4, 18))), 18);
        Program plain = Parity.PLAIN.gradient(Parity.graph(build, mask(4, 18)), Parity.LOSS, List.of(Parity.RESULT));
        Program fast =
                Parity.VECTORIZED.gradient(Parity.graph(build, mask(4, 18)), Parity.LOSS, List.of(Parity.RESULT));
        for (int[] shape : new int[][] {{4, 18}, {4, 1}, {4, 18}, {1, 18}, {4, 1}})
            agree(plain.run(mask(shape)), fast.run(mask(shape)));
    }

    @Example
    void masks_that_broadcast_without_a_gradient() {
        for (int[] shape : new int[][] {{4, 18}, {4, 1}, {1, 18}})
            Fused.agreeForward(sd -> norm(x(sd, 4, 18).add(dropped(h(sd, 4, 18))), 18), mask(shape));
    }

    @Example
    void the_gradient_of_the_mask_may_be_asked_for() {
        Fused.agreeOn(
                sd -> norm(x(sd, 4, 18).add(dropped(h(sd, 4, 18))), 18),
                mask(4, 18),
                List.of(Parity.RESULT, "mask-grad"));
    }

    @Example
    void a_gain_and_bias_that_never_change() {
        agree(
                sd -> sd.nn()
                        .layerNorm(
                                x(sd, 4, 18).add(dropped(h(sd, 4, 18))),
                                sd.constant(uniform(1, 0.5, 2, 18)),
                                sd.constant(normal(2, 18)),
                                false,
                                1),
                mask(4, 18),
                RESIDUAL_NORM,
                RESIDUAL_NORM_GRADIENT);
    }

    @Example
    void a_mask_that_is_learnt_gets_its_gradient() {
        agree(sd -> norm(x(sd, 4, 18).add(h(sd, 4, 18).mul(parameter(sd, "learnt", 4, 18))), 18), RESIDUAL_NORM);
    }

    @Example
    void a_gain_or_bias_that_is_computed_or_absent_is_not_fused() {
        Fused.agreeWithout(
                sd -> sd.nn()
                        .layerNorm(
                                x(sd, 4, 18).add(h(sd, 4, 18)),
                                parameter(sd, "gain", 18).mul(2),
                                parameter(sd, "bias", 18),
                                false,
                                1),
                Map.of(),
                RESIDUAL_NORM);
        Fused.agreeWithout(
                sd -> sd.nn().layerNorm(x(sd, 4, 18).add(h(sd, 4, 18)), parameter(sd, "gain", 18), false, 1),
                Map.of(),
                RESIDUAL_NORM);
    }

    @Example
    void norms_over_other_dimensions_are_left_to_single_operations() {
        Fused.agreeWithout(
                sd -> sd.nn()
                        .layerNorm(
                                x(sd, 2, 7, 18).add(h(sd, 2, 7, 18)),
                                parameter(sd, "gain", 7),
                                parameter(sd, "bias", 7),
                                true,
                                2),
                Map.of(),
                RESIDUAL_NORM);
    }

    @Example
    void gradients_are_those_in_double_and_central_differences() {
        Fused.agreeInDouble(
                (sd, type) -> {
                    SDVariable x = sd.var("x", normal(1, 3, 5).castTo(type));
                    SDVariable h = sd.var("h", normal(2, 3, 5).castTo(type));
                    return norm(x.mul(0.5).add(dropped(sd.math().tanh(h))), 5);
                },
                mask(3, 5),
                RESIDUAL_NORM,
                RESIDUAL_NORM_GRADIENT);
    }
}
