package matryoshka.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All fusions, in the order they are applied. A fused operation whose kernel finds that the shapes do not fit (a mask
 * that broadcasts, say) sends the whole program back to the graph without fusions.
 */
final class Fusions {
    /** How the names of fused operations begin. */
    static final String PREFIX = "fused_";

    private static final List<Fusion> ALL =
            List.of(new GeluFusion(), new AttentionFusion(), new ResidualNormFusion(), new LinearFusion());

    private Fusions() {}

    static List<Node> apply(List<Node> nodes, Map<String, Integer> storedRanks, Collection<String> targets) {
        List<Node> fused = nodes;
        for (Fusion fusion : ALL)
            fused = Graph.prune(replace(fused, fusion.find(new Wiring(fused, storedRanks, targets))), targets);
        return fused;
    }

    /** Puts every new node where the last node stood whose outputs it takes over. */
    private static List<Node> replace(List<Node> nodes, List<Node> found) {
        Map<String, Node> makers = Graph.producers(found);
        List<Node> result = new ArrayList<>();
        Set<Node> placed = new HashSet<>();
        for (Node node : nodes) {
            List<String> kept = new ArrayList<>();
            for (String output : node.outputs()) {
                Node maker = makers.get(output);
                kept.add(maker == null ? output : null);
                if (maker != null && placed.add(maker)) result.add(maker);
            }
            if (kept.stream().anyMatch(Objects::nonNull))
                result.add(new Node(node.name(), node.op(), node.inputs(), kept));
        }
        return result;
    }
}
