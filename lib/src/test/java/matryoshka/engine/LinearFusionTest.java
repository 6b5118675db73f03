package matryoshka.engine;

import static matryoshka.engine.LinearFusion.LINEAR;
import static matryoshka.engine.LinearFusion.LINEAR_GELU;
import static matryoshka.engine.LinearFusion.LINEAR_GRADIENT;
import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.TinyLayers.gelu;
import static matryoshka.engine.TinyLayers.input;
import static matryoshka.engine.TinyLayers.layer;
import static matryoshka.engine.TinyLayers.parameter;
import static matryoshka.engine.TinyLayers.product;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Linear layers fused with their bias, activation and neighbours, against SameDiff's own operations. */
class LinearFusionTest {
    private static final Map<String, INDArray> NOTHING = Map.of();

    private static Node only(Parity.Build build, String name) {
        List<Node> nodes = Fused.nodes(build, NOTHING, name);
        assertThat(nodes).hasSize(1);
        return nodes.getFirst();
    }

    @Property(tries = 20, seed = "1")
    void a_layer(
            @ForAll @IntRange(min = 1, max = 37) int rows,
            @ForAll @IntRange(min = 1, max = 37) int in,
            @ForAll @IntRange(min = 2, max = 37) int out, // ND4J's own gradient of a product [1, 1] is wrong
            @ForAll boolean transposed) {
        agree(sd -> layer(input(sd, rows, in), "w", in, out, transposed), LINEAR, LINEAR_GRADIENT);
    }

    @Property(tries = 20, seed = "1")
    void a_layer_with_gelu(
            @ForAll @IntRange(min = 1, max = 37) int rows,
            @ForAll @IntRange(min = 1, max = 37) int in,
            @ForAll @IntRange(min = 2, max = 37) int out,
            @ForAll boolean transposed) {
        Parity.Build build = sd -> gelu(layer(input(sd, rows, in), "w", in, out, transposed));
        agree(build, LINEAR_GELU, LINEAR_GRADIENT, GeluFusion.GELU_GRADIENT);
        assertThat(Fused.nodes(build, NOTHING, GeluFusion.GELU)).isEmpty();
    }

    @Property(tries = 15, seed = "1")
    void two_or_three_layers_of_one_input(
            @ForAll @IntRange(min = 1, max = 37) int rows,
            @ForAll @IntRange(min = 1, max = 37) int in,
            @ForAll @IntRange(min = 2, max = 37) int out,
            @ForAll boolean third,
            @ForAll boolean transposed) {
        Parity.Build build = sd -> {
            SDVariable x = input(sd, rows, in);
            SDVariable y = layer(x, "a", in, out, transposed);
            SDVariable other = layer(x, "b", in, out, transposed);
            y = y.mul(sd.math().tanh(other));
            return third ? y.add(layer(x, "c", in, 1, transposed)) : y;
        };
        if (third && rows == 1) return; // a product [1, 1]
        agree(build, LINEAR, LINEAR_GRADIENT);
        int layers = third ? 3 : 2;
        assertThat(only(build, LINEAR).outputs()).hasSize(layers).doesNotContainNull();
        assertThat(only(build, LINEAR_GRADIENT).outputs())
                .hasSize(1 + 2 * layers)
                .doesNotContainNull();
    }

    @Property(tries = 15, seed = "1")
    void what_goes_round_the_layers_joins_the_gradient_of_their_input(
            @ForAll @IntRange(min = 1, max = 37) int rows,
            @ForAll @IntRange(min = 2, max = 37) int width,
            @ForAll boolean two,
            @ForAll boolean transposed) {
        Parity.Build build = sd -> {
            SDVariable x = input(sd, rows, width);
            SDVariable y = gelu(layer(x, "a", width, width, transposed));
            return (two ? y.mul(layer(x, "b", width, width, transposed)) : y).add(x);
        };
        agree(build, LINEAR_GRADIENT);
        assertThat(only(build, LINEAR_GRADIENT).inputs()).hasSize(two ? 6 : 4);
    }

    @Property(tries = 15, seed = "1")
    void layers_without_a_bias_share_the_gradient_of_those_with_one(
            @ForAll @IntRange(min = 1, max = 37) int rows,
            @ForAll @IntRange(min = 1, max = 37) int in,
            @ForAll @IntRange(min = 2, max = 37) int out,
            @ForAll boolean transposed) {
        agree(sd -> product(input(sd, rows, in), "a", in, out, transposed), LINEAR_GRADIENT);
        Parity.Build build = sd -> {
            SDVariable x = input(sd, rows, in);
            return product(x, "a", in, out, transposed).mul(layer(x, "b", in, out, transposed));
        };
        agree(build, LINEAR, LINEAR_GRADIENT);
        assertThat(only(build, LINEAR_GRADIENT).inputs()).hasSize(5);
    }

    @Property(tries = 5, seed = "1")
    void large_layers_are_cut_by_rows_or_columns(
            @ForAll @IntRange(min = 60, max = 150) int rows,
            @ForAll @IntRange(min = 60, max = 150) int width,
            @ForAll boolean transposed) {
        agree(sd -> layer(input(sd, rows, width), "w", width, 71, transposed), LINEAR, LINEAR_GRADIENT);
        what_goes_round_the_layers_joins_the_gradient_of_their_input(rows, width, false, transposed);
        what_goes_round_the_layers_joins_the_gradient_of_their_input(rows, width, true, transposed);
    }

    @Property(tries = 6, seed = "1")
    void one_layer_after_the_other(@ForAll @IntRange(min = 1, max = 20) int rows, @ForAll boolean transposed) {
        agree(
                sd -> layer(gelu(layer(input(sd, rows, 7), "a", 7, 19, transposed)), "b", 19, 5, !transposed),
                LINEAR,
                LINEAR_GELU,
                LINEAR_GRADIENT);
    }

    @Example
    void a_placeholder_as_input_needs_no_gradient() {
        Parity.Build build = sd -> layer(sd.placeHolder("in", DataType.FLOAT, -1, 7), "w", 7, 5, true);
        for (int rows : new int[] {1, 2, 18}) agree(build, Map.of("in", normal(1, rows, 7)), LINEAR, LINEAR_GRADIENT);
    }

    @Example
    void one_weight_used_twice() {
        agree(
                sd -> {
                    SDVariable x = input(sd, 4, 7);
                    SDVariable y = layer(x, "w", 7, 7, true);
                    SDVariable again =
                            sd.mmul(x, sd.getVariable("w"), false, true, false).add(parameter(sd, "b", 7));
                    return sd.mmul(y.mul(again), sd.getVariable("w"), false, true, false);
                },
                LINEAR,
                LINEAR_GRADIENT);
    }

    @Example
    void one_layer_twice() {
        agree(
                sd -> {
                    SDVariable x = input(sd, 4, 7);
                    SDVariable y = layer(x, "w", 7, 7, true);
                    return y.add(
                            sd.mmul(x, sd.getVariable("w"), false, true, false).add(sd.getVariable("w.bias")));
                },
                LINEAR,
                LINEAR_GRADIENT);
    }

    @Example
    void layers_of_one_input_one_of_them_stored_transposed() {
        Parity.Build build = sd -> {
            SDVariable x = input(sd, 4, 7);
            return layer(x, "a", 7, 5, true).mul(layer(x, "b", 7, 5, false));
        };
        agree(build, LINEAR, LINEAR_GRADIENT);
        assertThat(Fused.nodes(build, NOTHING, LINEAR)).hasSize(2);
    }

    @Example
    void gradients_are_those_in_double_and_central_differences() {
        Fused.agreeInDouble(
                (sd, type) -> {
                    SDVariable x = sd.var("x", normal(1, 3, 4).castTo(type));
                    SDVariable weight = sd.var("w", normal(2, 4, 4).castTo(type));
                    SDVariable bias = sd.var("b", normal(3, 4).castTo(type));
                    SDVariable other = sd.var("other", normal(4, 4, 4).castTo(type));
                    SDVariable y = gelu(sd.mmul(x, weight, false, true, false).add(bias));
                    return y.mul(sd.mmul(x, other, false, true, false)).add(x);
                },
                NOTHING,
                LINEAR_GELU,
                LINEAR_GRADIENT,
                GeluFusion.GELU_GRADIENT);
    }
}
