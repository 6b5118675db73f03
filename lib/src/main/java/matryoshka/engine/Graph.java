package matryoshka.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What of a SameDiff graph some targets need: operations in an order that runs, plain and with fusions; stored arrays,
 * those among them that never change, and placeholders by name.
 */
record Graph(
        List<Node> plain,
        List<Node> fused,
        Map<String, INDArray> stored,
        Set<String> constants,
        Map<String, DataType> placeholders) {

    static Graph of(SameDiff source, Collection<String> targets) {
        List<Node> all = new ArrayList<>();
        for (SameDiffOp op : source.getOps().values())
            all.add(new Node(op.getOp().opName(), op.getOp(), names(op.getInputsToOp()), names(op.getOutputsOfOp())));
        List<Node> nodes = prune(all, targets);
        Map<String, INDArray> stored = new LinkedHashMap<>();
        Set<String> constants = new HashSet<>();
        Map<String, DataType> placeholders = new TreeMap<>();
        Set<String> made = new HashSet<>();
        nodes.forEach(node -> made.addAll(node.outputs()));
        for (String name : used(nodes, targets)) {
            if (made.contains(name)) continue;
            SDVariable variable = source.getVariable(name);
            if (variable.getVariableType() == VariableType.PLACEHOLDER) placeholders.put(name, variable.dataType());
            else stored.put(name, source.getArrForVarName(name));
            if (variable.getVariableType() == VariableType.CONSTANT) constants.add(name);
        }
        Map<String, Integer> ranks = new HashMap<>();
        stored.forEach((name, array) -> ranks.put(name, array.rank()));
        return new Graph(nodes, Fusions.apply(nodes, ranks, targets), stored, constants, placeholders);
    }

    /** Throws if a placeholder is not among {@code given}. */
    void requireAll(Map<String, INDArray> given) {
        for (String name : placeholders.keySet())
            if (given.get(name) == null)
                throw new IllegalArgumentException("placeholder \"" + name + "\" is missing; the graph needs "
                        + placeholders.keySet() + ", got " + new TreeSet<>(given.keySet()));
    }

    private static List<String> names(List<String> names) {
        return names == null ? List.of() : names;
    }

    private static Set<String> used(Collection<Node> nodes, Collection<String> targets) {
        Set<String> used = new HashSet<>(targets);
        nodes.forEach(node -> used.addAll(node.inputs()));
        return used;
    }

    /** Keeps what the targets need, in its order but producers first; outputs nobody reads become null. */
    static List<Node> prune(List<Node> nodes, Collection<String> targets) {
        Map<String, Node> producers = producers(nodes);
        Set<Node> needed = new LinkedHashSet<>();
        for (String target : targets) visit(producers.get(target), producers, needed);
        Set<Node> ordered = new LinkedHashSet<>();
        for (Node node : nodes) if (needed.contains(node)) visit(node, producers, ordered);
        Set<String> read = used(ordered, targets);
        return ordered.stream()
                .map(node -> new Node(node.name(), node.op(), node.inputs(), nulls(node.outputs(), read)))
                .toList();
    }

    /** Who makes each value that is read. */
    static Map<String, Node> producers(List<Node> nodes) {
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) for (String output : node.outputs()) if (output != null) producers.put(output, node);
        return producers;
    }

    /** Adds {@code node} to those seen, after all it reads from. */
    private static void visit(Node node, Map<String, Node> producers, Set<Node> seen) {
        if (node == null || seen.contains(node)) return;
        for (String input : node.inputs()) visit(producers.get(input), producers, seen);
        seen.add(node);
    }

    private static List<String> nulls(List<String> outputs, Set<String> read) {
        List<String> kept = new ArrayList<>();
        for (String output : outputs) kept.add(read.contains(output) ? output : null);
        return kept;
    }
}
