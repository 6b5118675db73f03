package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is fused in a graph, and the same graph in double as its reference. */
final class Fused {
    private static final double STEP = 1e-5;

    /** A graph whose parameters are of any float type. */
    interface Typed {
        SDVariable apply(SameDiff graph, DataType type);
    }

    private Fused() {}

    /** The fused operations of that name in the graph of the gradient. */
    static List<Node> nodes(Parity.Build build, Map<String, INDArray> feed, String name) {
        AllGradients gradients = AllGradients.of(Parity.graph(build, feed), Parity.LOSS);
        var targets = Autodiff.targets(List.of(Parity.RESULT), gradients.sources());
        return Graph.of(gradients.graph(), targets).fused().stream()
                .filter(node -> node.name().equals(name))
                .toList();
    }

    /** Both engines agree, and no kernel runs an operation of these names. */
    static void agreeWithout(Parity.Build build, Map<String, INDArray> feed, String... operations) {
        Parity.agree(build, feed);
        assertThat(Parity.operationsWithKernels(build, feed)).doesNotContain(operations);
    }

    /** Both engines agree, on values inside the graph too. */
    static void agreeOn(Parity.Build build, Map<String, INDArray> feed, List<String> outputs) {
        Parity.agree(values(Parity.PLAIN, build, feed, outputs), values(Parity.VECTORIZED, build, feed, outputs));
    }

    /** Both engines agree on the result of a graph without gradients. */
    static void agreeForward(Parity.Build build, Map<String, INDArray> feed) {
        SameDiff graph = Parity.graph(build, feed);
        Map<String, INDArray> expected =
                Parity.PLAIN.forward(graph, List.of(Parity.RESULT)).run(feed).outputs();
        Map<String, INDArray> actual = Parity.VECTORIZED
                .forward(graph, List.of(Parity.RESULT))
                .run(feed)
                .outputs();
        Parity.close(Parity.RESULT, expected.get(Parity.RESULT), actual.get(Parity.RESULT));
    }

    private static Program.Step values(
            Engine engine, Parity.Build build, Map<String, INDArray> feed, List<String> outputs) {
        return engine.gradient(Parity.graph(build, feed), Parity.LOSS, outputs).run(feed);
    }

    /** Plain gradients in double are the central differences of the loss, and the kernels' in float those in double. */
    static void agreeInDouble(Typed build, Map<String, INDArray> feed, String... operations) {
        Map<String, INDArray> exactFeed = new HashMap<>();
        feed.forEach((name, value) -> exactFeed.put(name, value.castTo(DataType.DOUBLE)));
        SameDiff exact = Parity.graph(sd -> build.apply(sd, DataType.DOUBLE), exactFeed);
        Map<String, INDArray> expected = new HashMap<>();
        Parity.PLAIN
                .gradient(exact, Parity.LOSS, List.of())
                .run(exactFeed)
                .gradients()
                .forEach((name, gradient) -> expected.put(name, gradient.values()));
        Program loss = Parity.PLAIN.forward(exact, List.of(Parity.LOSS));
        expected.forEach((name, gradient) -> Parity.close(
                name, differences(loss, exactFeed, exact.getVariable(name).getArr()), gradient, 1e-6));
        Parity.Build inFloat = sd -> build.apply(sd, DataType.FLOAT);
        assertThat(Parity.operationsWithKernels(inFloat, feed)).contains(operations);
        var actual = Parity.run(Parity.VECTORIZED, inFloat, feed).gradients();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, gradient) ->
                Parity.close(name, gradient, actual.get(name).values(), 1e-4));
    }

    private static INDArray differences(Program loss, Map<String, INDArray> feed, INDArray parameter) {
        INDArray differences = Nd4j.zeros(DataType.DOUBLE, parameter.shape());
        for (long i = 0; i < parameter.length(); i++) {
            double before = parameter.getDouble(i);
            parameter.putScalar(i, before + STEP);
            double above = value(loss, feed);
            parameter.putScalar(i, before - STEP);
            double below = value(loss, feed);
            parameter.putScalar(i, before);
            differences.putScalar(i, (above - below) / (2 * STEP));
        }
        return differences;
    }

    private static double value(Program loss, Map<String, INDArray> feed) {
        return loss.run(feed).outputs().get(Parity.LOSS).getDouble(0);
    }
}
