package matryoshka.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph run by the engine's kernels, with one plan for every set of input shapes it meets. */
final class VectorProgram implements Program {
    private static final int MOST_PLANS = 128;

    private final Graph graph;
    private final List<String> outputs;
    private final Map<String, Autodiff.Source> sources;
    private final Set<String> kept;
    private final Workers workers;
    private final BufferPool pool;
    private final Map<String, RowSums> rowSums = new HashMap<>();
    private final Map<String, Tensor> stored = new HashMap<>();
    private final Map<String, Shaped> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shaped> eldest) {
            return size() > MOST_PLANS;
        }
    };

    /** A plan with the places its placeholders are copied to. */
    private record Shaped(Map<String, Tensor> inputs, Plan plan) {
        void fill(Map<String, INDArray> placeholders) {
            inputs.forEach((name, place) -> place.fill(placeholders.get(name)));
        }
    }

    VectorProgram(
            SameDiff graph,
            List<String> outputs,
            Map<String, Autodiff.Source> sources,
            Workers workers,
            BufferPool pool) {
        this.outputs = outputs;
        this.sources = sources;
        this.workers = workers;
        this.pool = pool;
        kept = Autodiff.targets(outputs, sources);
        this.graph = Graph.of(graph, kept);
        this.graph.stored().forEach((name, array) -> stored.put(name, Tensor.of(array)));
    }

    @Override
    public Map<String, Double> profile(Map<String, INDArray> placeholders, int runs) {
        run(placeholders);
        Map<String, Long> nanos = new HashMap<>();
        Shaped shaped = plans.get(key(placeholders));
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            shaped.fill(placeholders);
            nanos.merge("copying placeholders", System.nanoTime() - start, Long::sum);
            shaped.plan().run(nanos);
        }
        Map<String, Double> millis = new LinkedHashMap<>();
        nanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> millis.put(entry.getKey(), entry.getValue() / 1e6 / runs));
        return millis;
    }

    @Override
    public Step run(Map<String, INDArray> placeholders) {
        Blas.setThreads(1);
        Shaped shaped = plans.get(key(placeholders));
        if (shaped == null) {
            shaped = lay(placeholders);
            plans.put(key(placeholders), shaped);
        } else {
            shaped.fill(placeholders);
            shaped.plan().run();
        }
        return step(shaped.plan());
    }

    private String key(Map<String, INDArray> placeholders) {
        graph.requireAll(placeholders);
        StringBuilder key = new StringBuilder();
        for (String name : graph.placeholders().keySet())
            key.append(Arrays.toString(placeholders.get(name).shape()));
        return key.toString();
    }

    private Shaped lay(Map<String, INDArray> placeholders) {
        Shaped fused = lay(graph.fused(), placeholders);
        return fused == null ? lay(graph.plain(), placeholders) : fused;
    }

    /** Null if a fused operation does not fit these shapes. */
    private Shaped lay(List<Node> nodes, Map<String, INDArray> placeholders) {
        PlanBuilder builder = new PlanBuilder(pool.new Layout(), workers, graph.constants());
        Map<String, Tensor> inputs = new HashMap<>();
        graph.placeholders()
                .forEach((name, type) ->
                        inputs.put(name, builder.input(placeholders.get(name).castTo(type))));
        Map<String, Tensor> all = new HashMap<>(stored);
        all.putAll(inputs);
        Plan plan = builder.build(nodes, all, kept);
        return plan == null ? null : new Shaped(inputs, plan);
    }

    private Step step(Plan plan) {
        Map<String, INDArray> named = new HashMap<>();
        for (String output : outputs)
            named.put(output, plan.results().get(output).array());
        Map<String, Gradient> gradients = new HashMap<>();
        sources.forEach((parameter, source) -> {
            INDArray values = plan.results().get(source.values()).array();
            gradients.put(
                    parameter,
                    source.rows()
                            ? rowSums.computeIfAbsent(parameter, p -> new RowSums())
                                    .of(plan.results().get(source.ids()).array(), values)
                            : new Gradient.Dense(values));
        });
        return new Step(named, gradients);
    }
}
