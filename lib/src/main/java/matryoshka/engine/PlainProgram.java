package matryoshka.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph run by SameDiff itself: the reference for every other way, and the only way on a GPU. */
final class PlainProgram implements Program {
    private final SameDiff graph;
    private final List<String> outputs;
    private final Map<String, Autodiff.Source> sources;
    private final Set<String> wanted;
    private final Graph needed;

    PlainProgram(SameDiff graph, List<String> outputs, Map<String, Autodiff.Source> sources) {
        this.graph = graph;
        this.outputs = outputs;
        this.sources = sources;
        wanted = Autodiff.targets(outputs, sources);
        needed = Graph.of(graph, wanted);
    }

    @Override
    public Step run(Map<String, INDArray> placeholders) {
        needed.requireAll(placeholders);
        Map<String, INDArray> results = graph.output(placeholders, wanted.toArray(String[]::new));
        Map<String, INDArray> named = new HashMap<>();
        for (String output : outputs) named.put(output, results.get(output));
        Map<String, Gradient> gradients = new HashMap<>();
        sources.forEach((parameter, source) -> gradients.put(parameter, gradient(source, results, placeholders)));
        return new Step(named, gradients);
    }

    private Gradient gradient(Autodiff.Source source, Map<String, INDArray> results, Map<String, INDArray> given) {
        INDArray values = results.get(source.values());
        if (!source.rows()) return new Gradient.Dense(values.dup('c'));
        INDArray ids = results.getOrDefault(source.ids(), given.get(source.ids()));
        return new RowSums().of(ids, values.dup('c'));
    }

    /** As one operation: SameDiff does not tell more. */
    @Override
    public Map<String, Double> profile(Map<String, INDArray> placeholders, int runs) {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) run(placeholders);
        return Map.of("plain SameDiff", (System.nanoTime() - start) / 1e6 / runs);
    }
}
