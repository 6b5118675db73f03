package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Proves that a graph gives the same outputs and gradients by kernels as by SameDiff itself. */
final class Parity {
    static final Engine PLAIN = Engine.plain();
    static final Engine VECTORIZED = Engine.vectorized(2);

    private static final double RELATIVE = 1e-5;
    static final String LOSS = "loss";
    static final String RESULT = "result";

    /** How a graph's result is made of parameters and placeholders; called once for every engine. */
    interface Build extends Function<SameDiff, SDVariable> {}

    private Parity() {}

    /** Reproducible numbers in [low, high). */
    static INDArray uniform(long seed, double low, double high, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[Shapes.length(shape)];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) random.nextDouble(low, high);
        return Nd4j.createFromArray(numbers).reshape(Shapes.toLong(shape));
    }

    static INDArray normal(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[Shapes.length(shape)];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) random.nextGaussian();
        return Nd4j.createFromArray(numbers).reshape(Shapes.toLong(shape));
    }

    /** Ids below {@code rows}, many of them repeated. */
    static INDArray ids(long seed, int count, int rows) {
        return Nd4j.createFromArray(
                new SplittableRandom(seed).ints(count, 0, rows).toArray());
    }

    /** The graph with its result y and the loss Σ y·w for random w. */
    static SameDiff graph(Build build, Map<String, INDArray> feed) {
        SameDiff graph = SameDiff.create();
        String y = build.apply(graph).rename(RESULT).name();
        INDArray value = PLAIN.forward(graph, List.of(y)).run(feed).outputs().get(y);
        int[] shape = Tensor.of(value.dup('c')).shape;
        SDVariable weights = graph.constant(normal(77, shape).castTo(value.dataType()));
        graph.getVariable(y).mul(weights).sum().rename(LOSS);
        return graph;
    }

    static Program.Step run(Engine engine, Build build, Map<String, INDArray> feed) {
        return engine.gradient(graph(build, feed), LOSS, List.of(RESULT)).run(feed);
    }

    /** Both engines agree, and {@code operations} run by kernels of their own: they stand in the graph, none natively. */
    static void agree(Build build, Map<String, INDArray> feed, String... operations) {
        Program.Step expected = run(PLAIN, build, feed);
        agree(expected, run(VECTORIZED, build, feed));
        assertThat(operationsWithKernels(build, feed)).containsAll(List.of(operations));
    }

    static void agree(Build build, String... operations) {
        agree(build, Map.of(), operations);
    }

    static void agree(Program.Step expected, Program.Step actual) {
        assertThat(actual.outputs().keySet()).isEqualTo(expected.outputs().keySet());
        expected.outputs()
                .forEach((name, value) -> close(name, value, actual.outputs().get(name)));
        assertThat(actual.gradients().keySet()).isEqualTo(expected.gradients().keySet());
        expected.gradients().forEach((name, value) -> {
            Gradient other = actual.gradients().get(name);
            assertThat(other).as(name).hasSameClassAs(value);
            close("gradient of " + name, value.values(), other.values());
            if (value instanceof Gradient.Rows rows)
                assertThat(((Gradient.Rows) other).ids()).as(name).isEqualTo(rows.ids());
        });
    }

    /** Within 1e-5 of the norm, and every number within 1e-5 of itself and of the largest. */
    static void close(String name, INDArray expected, INDArray actual) {
        close(name, expected, actual, RELATIVE);
    }

    static void close(String name, INDArray expected, INDArray actual, double relative) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        double floor = relative / 10; // for sums of numbers about 1 that cancel
        double[] e = expected.dup('c').data().asDouble();
        double[] a = actual.dup('c').data().asDouble();
        double squares = 0;
        double errors = 0;
        double largest = 0;
        for (double x : e) largest = Math.max(largest, Math.abs(x));
        for (int i = 0; i < e.length; i++) {
            squares += e[i] * e[i];
            errors += (a[i] - e[i]) * (a[i] - e[i]);
            assertThat(Math.abs(a[i] - e[i]))
                    .as("%s[%d]: %s, expected %s", name, i, a[i], e[i])
                    .isLessThanOrEqualTo(relative * (Math.abs(e[i]) + largest) + floor);
        }
        assertThat(Math.sqrt(errors))
                .as(name)
                .isLessThanOrEqualTo(relative * Math.sqrt(squares) + floor * Math.sqrt(e.length));
    }

    /** The names of the operations of the gradient graph whose results a kernel put into the pool. */
    static Set<String> operationsWithKernels(Build build, Map<String, INDArray> feed) {
        AllGradients gradients = AllGradients.of(graph(build, feed), LOSS);
        Set<String> targets = new HashSet<>(List.of(LOSS));
        gradients.sources().values().forEach(source -> targets.add(source.values()));
        Graph graph = Graph.of(gradients.graph(), targets);
        Set<String> names = new HashSet<>(withKernels(graph, graph.plain(), feed));
        names.addAll(withKernels(graph, graph.fused(), feed));
        return names;
    }

    private static Set<String> withKernels(Graph graph, List<Node> nodes, Map<String, INDArray> feed) {
        List<String> all = new ArrayList<>();
        nodes.forEach(node -> all.addAll(node.outputs()));
        all.removeIf(output -> output == null);
        PlanBuilder builder = new PlanBuilder(new BufferPool().new Layout(), VECTORIZED.workers(), graph.constants());
        Map<String, Tensor> sources = new HashMap<>();
        graph.stored().forEach((name, array) -> sources.put(name, Tensor.of(array)));
        graph.placeholders().forEach((name, type) -> sources.put(name, builder.input(feed.get(name))));
        Plan plan = builder.build(nodes, sources, new HashSet<>(all));
        Set<String> names = new HashSet<>();
        if (plan == null) return names;
        for (Node node : nodes)
            if (node.outputs().stream()
                    .allMatch(name -> name == null || plan.results().get(name).owner != null)) names.add(node.name());
        return names;
    }
}
