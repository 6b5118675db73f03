package matryoshka.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who makes and who reads each value of a graph: what patterns are found by. */
final class Wiring {
    final List<Node> nodes;
    private final Map<String, Integer> storedRanks;
    private final Set<String> targets;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> readers = new HashMap<>();

    /** @param storedRanks the rank of every stored array */
    Wiring(List<Node> nodes, Map<String, Integer> storedRanks, Collection<String> targets) {
        this.nodes = nodes;
        this.storedRanks = storedRanks;
        this.targets = Set.copyOf(targets);
        producers = Graph.producers(nodes);
        for (Node node : nodes)
            for (String input : new HashSet<>(node.inputs()))
                readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
    }

    /** The node of that operation that makes {@code value}, or null. */
    Node made(String value, String by) {
        Node node = producers.get(value);
        return node != null && node.name().equals(by) ? node : null;
    }

    /** The first node of that operation whose inputs begin with {@code inputs}, or null. */
    Node reader(String operation, String... inputs) {
        for (Node node : readers.getOrDefault(inputs[0], List.of()))
            if (node.name().equals(operation)
                    && node.inputs().size() >= inputs.length
                    && node.inputs().subList(0, inputs.length).equals(List.of(inputs))) return node;
        return null;
    }

    /** The first node of that operation that has {@code value} as its input number {@code at}, or null. */
    Node readerAt(String operation, String value, int at) {
        if (value == null) return null;
        for (Node node : readers.getOrDefault(value, List.of()))
            if (node.name().equals(operation)
                    && node.inputs().size() > at
                    && node.inputs().get(at).equals(value)) return node;
        return null;
    }

    /** The only reader of a value that is no target, or null. */
    Node onlyReader(String value) {
        List<Node> all = readers.getOrDefault(value, List.of());
        return all.size() == 1 && !targets.contains(value) ? all.getFirst() : null;
    }

    /** Whether one of the values, or what they are made from, directly or not, passes the test. */
    boolean dependOn(Collection<String> values, Predicate<String> test) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            String value = open.pop();
            if (!seen.add(value)) continue;
            if (test.test(value)) return true;
            if (producers.containsKey(value)) open.addAll(producers.get(value).inputs());
        }
        return false;
    }

    /** Whether {@code value} is a stored array of that rank: its shape is known before a run. */
    boolean isStored(String value, int rank) {
        return storedRanks.getOrDefault(value, -1) == rank;
    }

    boolean isPlaceholder(String value) {
        return !producers.containsKey(value) && !storedRanks.containsKey(value);
    }

    /** x of {@code value} = factor·x, or null. */
    String scaled(String value, float factor) {
        Node node = made(value, "mul_scalar");
        return node != null && Math.abs(node.scalar() - factor) < 1e-6f
                ? node.inputs().getFirst()
                : null;
    }
}
