package matryoshka.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lays a graph out for one set of input shapes: every tensor gets its place, every operation its steps. Each step runs
 * once while it is laid out, since later shapes may be read from earlier results (a reshape to {@code shape(x)}).
 */
final class PlanBuilder {
    private final BufferPool.Layout layout;
    private final Workers workers;
    private final Map<String, Tensor> values = new HashMap<>();
    private final Map<String, Integer> lastUse = new HashMap<>();
    private final Set<String> shapeOnly = new HashSet<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<BufferPool.Block> fresh = new ArrayList<>();
    private String operation; // at hand
    private boolean foldable; // the operation at hand depends on shapes alone: run once, not in every run

    /** @param constants the stored arrays that never change */
    PlanBuilder(BufferPool.Layout layout, Workers workers, Set<String> constants) {
        this.layout = layout;
        this.workers = workers;
        shapeOnly.addAll(constants);
    }

    /** A place in the pool for a placeholder's numbers, filled with {@code array}'s; other types keep a copy. */
    Tensor input(INDArray array) {
        if (array.dataType() != DataType.FLOAT) return Tensor.of(array.dup('c'));
        Tensor place = allocate(Shapes.toInt(array.shape()));
        place.owner.retain();
        place.fill(array);
        return place;
    }

    /** Null if a fused operation does not fit the shapes. */
    Plan build(List<Node> nodes, Map<String, Tensor> sources, Set<String> kept) {
        values.putAll(sources);
        for (int i = 0; i < nodes.size(); i++) for (String input : nodes.get(i).inputs()) lastUse.put(input, i);
        for (int i = 0; i < nodes.size(); i++) if (!lay(nodes.get(i), i, kept)) return null;
        Map<String, Tensor> results = new HashMap<>();
        for (String name : kept) results.put(name, values.get(name));
        return new Plan(List.copyOf(steps), results);
    }

    private boolean lay(Node node, int position, Set<String> kept) {
        Tensor[] inputs = node.inputs().stream().map(values::get).toArray(Tensor[]::new);
        foldable = node.name().equals("shape_of") || !node.inputs().isEmpty() && shapeOnly.containsAll(node.inputs());
        operation = node.name();
        Tensor[] outputs = Kernels.bind(node, inputs, this);
        if (outputs == null) return false;
        for (int i = 0; i < outputs.length; i++) {
            if (!node.needs(i)) continue;
            values.put(node.outputs().get(i), outputs[i]);
            if (foldable) shapeOnly.add(node.outputs().get(i));
            if (outputs[i].owner != null) outputs[i].owner.retain();
        }
        for (BufferPool.Block block : fresh) if (!block.inUse()) layout.release(block);
        fresh.clear();
        for (String input : Set.copyOf(node.inputs())) {
            Tensor value = values.get(input);
            if (lastUse.get(input) == position && !kept.contains(input) && value.owner != null)
                layout.release(value.owner);
        }
        for (String output : node.outputs())
            if (output != null && !lastUse.containsKey(output) && !kept.contains(output))
                if (values.get(output).owner != null) layout.release(values.get(output).owner);
        return true;
    }

    /**
     * Memory for a result, free again after its last use, or for a number the operation alone needs. Others overwrite
     * it between runs, so an operation that uses it runs every time, even on what shapes alone determine.
     */
    Tensor allocate(int... shape) {
        foldable = false;
        BufferPool.Block block = layout.allocate(Shapes.length(shape));
        fresh.add(block);
        return Tensor.in(block, shape);
    }

    /** Runs {@code step} now and in every run of the plan. */
    void step(Runnable step) {
        step.run();
        if (!foldable) steps.add(new Plan.Step(operation, step));
    }

    /** Runs {@code body} over {@code [0, size)} on the workers, at least {@code grain} a part. */
    void parallel(long size, long grain, Workers.Range body) {
        step(() -> workers.parallel(size, grain, body));
    }

    /** Runs {@code count} tasks on the workers, each whole and by whoever is free. */
    void tasks(int count, Workers.Task task) {
        step(() -> workers.tasks(count, task));
    }

    /** One part of some range of work, with a number of its own. */
    @FunctionalInterface
    interface Part {
        void run(int number, long from, long to);
    }

    /** Cuts {@code [0, size)} into {@code parts} that may each use memory of their own. */
    void parts(int parts, long size, Part body) {
        tasks(parts, p -> body.run(p, size * p / parts, size * (p + 1) / parts));
    }

    int threads() {
        return workers.threads();
    }
}
