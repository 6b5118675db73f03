package matryoshka.engine;

import static matryoshka.engine.LinearFusion.LINEAR;
import static matryoshka.engine.LinearFusion.LINEAR_GELU;
import static matryoshka.engine.LinearFusion.LINEAR_GRADIENT;
import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.TinyLayers.gelu;
import static matryoshka.engine.TinyLayers.input;
import static matryoshka.engine.TinyLayers.layer;
import static matryoshka.engine.TinyLayers.parameter;
import static matryoshka.engine.TinyLayers.product;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What differs from a linear layer in one place, or is read in others too, still gives plain SameDiff's numbers. */
class LinearPatternTest {
    private static final Map<String, INDArray> NOTHING = Map.of();

    @Example
    void a_weight_multiplied_by_itself() {
        agree(sd -> {
            SDVariable weight = parameter(sd, "w", 5, 5);
            return sd.mmul(weight, weight, false, true, false).add(parameter(sd, "b", 5));
        });
    }

    @Example
    void two_weights_that_are_each_the_input_of_the_other() {
        agree(sd -> {
            SDVariable a = parameter(sd, "a", 5, 5);
            SDVariable b = parameter(sd, "b", 5, 5);
            return sd.mmul(a, b).mul(sd.math().tanh(sd.mmul(b, a)));
        });
    }

    @Example
    void an_input_read_in_several_other_places() {
        agree(
                sd -> {
                    SDVariable x = input(sd, 4, 7);
                    SDVariable y = layer(x, "a", 7, 7, true).mul(layer(x, "b", 7, 7, true));
                    return y.add(x).mul(sd.math().tanh(x)).sub(sd.math().exp(x));
                },
                LINEAR,
                LINEAR_GRADIENT);
    }

    @Example
    void two_gelus_of_one_layer_and_a_gelu_whose_input_is_read_elsewhere() {
        agree(
                sd -> {
                    SDVariable y = layer(input(sd, 4, 7), "a", 7, 18, true);
                    return gelu(y).mul(gelu(y)).add(y);
                },
                LINEAR_GELU,
                LINEAR_GRADIENT);
    }

    @Example
    void an_intermediate_value_may_be_an_output_too() {
        Parity.Build build = sd -> {
            SDVariable x = input(sd, 4, 7).rename("input");
            SDVariable product = product(x, "w", 7, 18, true).rename("product");
            SDVariable y = product.add(parameter(sd, "b", 18)).rename("sum");
            return gelu(y).add(product(x, "other", 7, 18, true));
        };
        Fused.agreeOn(build, NOTHING, List.of(Parity.RESULT, "input", "product", "sum"));
    }

    @Example
    void a_product_read_elsewhere_is_still_there() {
        agree(
                sd -> {
                    SDVariable product = product(input(sd, 4, 7), "w", 7, 5, true);
                    return product.add(parameter(sd, "b", 5)).mul(sd.math().tanh(product));
                },
                LINEAR,
                LINEAR_GRADIENT);
    }

    @Example
    void a_bias_of_another_shape_is_left_to_single_operations() {
        for (int[] shape : new int[][] {{1}, {1, 5}, {4, 5}, {4, 1}})
            Fused.agreeWithout(
                    sd -> product(input(sd, 4, 7), "w", 7, 5, true).add(parameter(sd, "b", shape)), NOTHING, LINEAR);
        agree(sd -> layer(input(sd, 4, 7), "w", 7, 1, true).add(parameter(sd, "b", 5)));
        agree(sd -> product(input(sd, 4, 7), "w", 7, 1, true).add(parameter(sd, "b", 5)));
    }

    @Example
    void a_bias_of_one_number_gets_one_gradient_though_no_output_needs_the_sum() {
        Parity.Build build = sd -> product(input(sd, 4, 7), "w", 7, 5, true).add(parameter(sd, "b", 1));
        Fused.agreeOn(build, NOTHING, List.of());
    }

    @Example
    void a_layer_whose_sum_no_output_needs() {
        for (boolean transposed : new boolean[] {true, false})
            Fused.agreeOn(sd -> layer(input(sd, 4, 7), "w", 7, 5, transposed), NOTHING, List.of());
    }

    @Example
    void a_weight_or_bias_that_is_computed_is_no_layer() {
        Fused.agreeWithout(
                sd -> sd.mmul(input(sd, 4, 7), parameter(sd, "w", 7, 5).mul(2)).add(parameter(sd, "b", 5)),
                NOTHING,
                LINEAR,
                LINEAR_GRADIENT);
        Fused.agreeWithout(
                sd -> product(input(sd, 4, 7), "w", 7, 5, true)
                        .add(parameter(sd, "b", 5).mul(2)),
                NOTHING,
                LINEAR);
    }

    @Example
    void a_bias_before_the_product_gives_the_same() {
        agree(sd -> parameter(sd, "b", 5).add(product(input(sd, 4, 7), "w", 7, 5, true)), LINEAR_GRADIENT);
    }

    @Example
    void an_input_or_result_that_is_transposed_is_left_to_single_operations() {
        Fused.agreeWithout(
                sd -> sd.mmul(input(sd, 7, 4), parameter(sd, "w", 7, 5), true, false, false)
                        .add(parameter(sd, "b", 5)),
                NOTHING,
                LINEAR,
                LINEAR_GRADIENT);
        Fused.agreeWithout(
                sd -> sd.mmul(input(sd, 4, 7), parameter(sd, "w", 7, 5), false, false, true)
                        .add(parameter(sd, "b", 4)),
                NOTHING,
                LINEAR,
                LINEAR_GRADIENT);
    }

    @Example
    void products_of_more_than_two_dimensions_are_left_to_single_operations() {
        Fused.agreeWithout(
                sd -> sd.mmul(parameter(sd, "x", 2, 4, 7), parameter(sd, "w", 2, 7, 5))
                        .add(parameter(sd, "b", 5)),
                NOTHING,
                LINEAR,
                LINEAR_GRADIENT);
    }
}
