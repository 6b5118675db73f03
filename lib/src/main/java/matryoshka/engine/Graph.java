package matryoshka.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

/** What of a SameDiff graph some targets need: operations in an order that runs, stored arrays, placeholders by name. */
record Graph(List<Node> nodes, Map<String, INDArray> stored, Map<String, DataType> placeholders) {

    static Graph of(SameDiff source, Collection<String> targets) {
        List<Node> all = new ArrayList<>();
        for (SameDiffOp op : source.getOps().values())
            all.add(new Node(op.getOp().opName(), op.getOp(), names(op.getInputsToOp()), names(op.getOutputsOfOp())));
        List<Node> nodes = prune(Fusions.apply(prune(all, targets)), targets);
        Map<String, INDArray> stored = new LinkedHashMap<>();
        Map<String, DataType> placeholders = new TreeMap<>();
        Set<String> made = new HashSet<>();
        nodes.forEach(node -> made.addAll(node.outputs()));
        for (String name : used(nodes, targets)) {
            if (made.contains(name)) continue;
            SDVariable variable = source.getVariable(name);
            if (variable.getVariableType() == VariableType.PLACEHOLDER) placeholders.put(name, variable.dataType());
            else stored.put(name, source.getArrForVarName(name));
        }
        return new Graph(nodes, stored, placeholders);
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

    private static Set<String> used(List<Node> nodes, Collection<String> targets) {
        Set<String> used = new HashSet<>(targets);
        nodes.forEach(node -> used.addAll(node.inputs()));
        return used;
    }

    /** Keeps what the targets need, producers first; outputs nobody reads become null. */
    static List<Node> prune(List<Node> nodes, Collection<String> targets) {
        Map<String, Node> producers = producers(nodes);
        Set<Node> needed = new HashSet<>();
        List<Node> ordered = new ArrayList<>();
        for (String target : targets) visit(target, producers, needed, ordered);
        Map<Node, Integer> position = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) position.put(nodes.get(i), i);
        if (inOrder(nodes, producers, position))
            ordered.sort((a, b) -> Integer.compare(position.get(a), position.get(b)));
        Set<String> read = used(ordered, targets);
        return ordered.stream()
                .map(node -> new Node(node.name(), node.op(), node.inputs(), nulls(node.outputs(), read)))
                .toList();
    }

    private static List<String> nulls(List<String> outputs, Set<String> read) {
        List<String> kept = new ArrayList<>();
        for (String output : outputs) kept.add(read.contains(output) ? output : null);
        return kept;
    }

    /** Whether every operation already stands after those it reads from; then that order is kept. */
    private static boolean inOrder(List<Node> nodes, Map<String, Node> producers, Map<Node, Integer> position) {
        for (Node node : nodes)
            for (String input : node.inputs())
                if (producers.containsKey(input) && position.get(producers.get(input)) >= position.get(node))
                    return false;
        return true;
    }

    static Map<String, Node> producers(List<Node> nodes) {
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) for (String output : node.outputs()) if (output != null) producers.put(output, node);
        return producers;
    }

    private static void visit(String value, Map<String, Node> producers, Set<Node> seen, List<Node> ordered) {
        Node node = producers.get(value);
        if (node == null || !seen.add(node)) return;
        for (String input : node.inputs()) visit(input, producers, seen, ordered);
        ordered.add(node);
    }
}
