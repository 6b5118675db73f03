package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of some parameters alone, and of placeholders. */
class WantedGradientsTest {
    private static final List<String> LAST = List.of("third.gain", "outer.weight", "third.bias");
    private static final double STEP = 1e-5;

    private static TinyNetwork network(DataType type) {
        return new TinyNetwork(type, 20);
    }

    private static Program.Step run(Engine engine, DataType type, List<String> wanted) {
        TinyNetwork network = network(type);
        return engine.gradient(network.graph, TinyNetwork.LOSS, List.of(TinyNetwork.LOSS), wanted)
                .run(network.feed(1, 3, 4));
    }

    @Test
    void those_wanted_are_found_as_among_all_and_no_others() {
        for (Engine engine : List.of(Parity.PLAIN, Parity.VECTORIZED)) {
            Map<String, INDArray> all = new HashMap<>();
            network(DataType.FLOAT)
                    .gradient(engine)
                    .run(network(DataType.FLOAT).feed(1, 3, 4))
                    .gradients()
                    .forEach((name, gradient) -> all.put(name, gradient.values().dup('c')));
            for (List<String> wanted : List.of(LAST, List.of("words"), List.of("first.gain", "words"))) {
                Map<String, Gradient> some = run(engine, DataType.FLOAT, wanted).gradients();
                assertThat(some).containsOnlyKeys(wanted);
                some.forEach((name, gradient) -> Parity.close(name, all.get(name), gradient.values()));
            }
        }
    }

    @Test
    void nothing_below_the_lowest_wanted_is_differentiated() {
        Set<String> last = operations(LAST), all = operations(Autodiff.parameters(network(DataType.FLOAT).graph));
        assertThat(all).contains("unsorted_segment_sum", "softmax_bp");
        assertThat(last).contains("layer_norm_bp").doesNotContain("unsorted_segment_sum", "softmax_bp");
    }

    private static Set<String> operations(List<String> wanted) {
        SameDiff gradients = Autodiff.gradientFunction(network(DataType.FLOAT).graph, TinyNetwork.LOSS, wanted);
        var targets = Autodiff.targets(List.of(), Autodiff.sources(gradients, wanted, false));
        return Graph.of(gradients, targets).plain().stream().map(Node::name).collect(Collectors.toSet());
    }

    @Test
    void the_gradient_of_a_placeholder_is_the_central_difference_quotient_of_the_loss() {
        TinyNetwork exact = network(DataType.DOUBLE);
        Map<String, INDArray> feed = new HashMap<>(exact.feed(1, 3, 4));
        INDArray weights = feed.get("weights").dup('c');
        feed.put("weights", weights);
        Program loss = Parity.PLAIN.forward(exact.graph, List.of(TinyNetwork.LOSS));
        INDArray quotients = Nd4j.zeros(DataType.DOUBLE, weights.shape());
        for (long i = 0; i < weights.length(); i++) {
            double value = weights.getDouble(i);
            weights.putScalar(i, value + STEP);
            double above = loss(loss, feed);
            weights.putScalar(i, value - STEP);
            double below = loss(loss, feed);
            weights.putScalar(i, value);
            quotients.putScalar(i, (above - below) / (2 * STEP));
        }
        List<String> wanted = List.of("weights", "third.bias");
        Map<String, Gradient> found = run(Parity.PLAIN, DataType.DOUBLE, wanted).gradients();
        assertThat(found).containsOnlyKeys(wanted);
        Parity.close("weights", quotients, found.get("weights").values(), 1e-6);
        for (Engine engine : List.of(Parity.PLAIN, Parity.VECTORIZED))
            Parity.close(
                    "weights",
                    quotients,
                    run(engine, DataType.FLOAT, wanted)
                            .gradients()
                            .get("weights")
                            .values(),
                    1e-4);
    }

    private static double loss(Program program, Map<String, INDArray> feed) {
        return program.run(feed).outputs().get(TinyNetwork.LOSS).getDouble(0);
    }

    @Test
    void nothing_wanted_leaves_the_outputs() {
        for (Engine engine : List.of(Parity.PLAIN, Parity.VECTORIZED)) {
            Program.Step step = run(engine, DataType.FLOAT, List.of());
            assertThat(step.gradients()).isEmpty();
            assertThat(step.outputs().get(TinyNetwork.LOSS).getDouble(0)).isFinite();
        }
    }

    @Test
    void what_the_loss_does_not_reach_has_no_gradient_and_what_is_not_there_is_named() {
        for (Engine engine : List.of(Parity.PLAIN, Parity.VECTORIZED)) {
            SameDiff graph = Engine.newGraph();
            graph.var("reached", Parity.normal(1, 3)).sum().rename("loss");
            graph.var("unreached", Parity.normal(2, 3)).mul(2).rename("elsewhere");
            assertThat(engine.gradient(graph, "loss", List.of(), List.of("reached", "unreached"))
                            .run(Map.of())
                            .gradients())
                    .containsOnlyKeys("reached");
            assertThatThrownBy(() -> engine.gradient(graph, "loss", List.of(), List.of("nowhere")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"nowhere\" is not in the graph");
        }
    }
}
