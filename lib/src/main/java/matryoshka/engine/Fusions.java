package matryoshka.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Patterns of operations that one kernel does better, found in a graph and replaced. What a fused operation leaves
 * unread is pruned afterwards.
 */
final class Fusions {
    /** x·½·(1 + erf(x/√2)) of [x]. */
    static final String GELU = "fused_gelu";
    /** Its gradient, of [x, gradient of the result]. */
    static final String GELU_GRADIENT = "fused_gelu_bp";

    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    private final Map<String, Node> producers;

    private Fusions(List<Node> nodes) {
        producers = Graph.producers(nodes);
    }

    static List<Node> apply(List<Node> nodes) {
        Fusions fusions = new Fusions(nodes);
        List<Node> fused = new ArrayList<>();
        for (Node node : nodes) fused.add(fusions.fuse(node));
        return fused;
    }

    private Node fuse(Node node) {
        if (node.inputs().size() != 2) return node;
        for (List<String> order : List.of(node.inputs(), node.inputs().reversed())) {
            String x = node.name().equals("multiply") ? geluInput(order.get(0), order.get(1)) : null;
            if (x != null) return new Node(GELU, null, List.of(x), node.outputs());
            Node product = node.name().equals("add") ? geluGradient(order.get(0), order.get(1)) : null;
            if (product != null)
                return new Node(
                        GELU_GRADIENT,
                        null,
                        List.of(
                                scaled(product.inputs().getFirst(), 0.5f),
                                product.inputs().get(2)),
                        node.outputs());
        }
        return node;
    }

    /** x of (½x)·(1 + erf(x/√2)), or null. */
    private String geluInput(String half, String onePlusErf) {
        String x = scaled(half, 0.5f);
        Node plus = made(onePlusErf, "add_scalar");
        if (x == null || plus == null || plus.scalar() != 1) return null;
        Node erf = made(plus.inputs().getFirst(), "erf");
        return erf != null && x.equals(scaled(erf.inputs().getFirst(), HALF_ROOT)) ? x : null;
    }

    /**
     * The multiply_bp of a GELU whose two input gradients meet in this sum: ½·d(½x), and through erf
     * ((2/√π·1)·exp(−u·u))·d(erf)·√½ with u = x·√½; or null.
     */
    private Node geluGradient(String throughHalf, String throughErf) {
        String first = scaled(throughHalf, 0.5f);
        String second = scaled(throughErf, HALF_ROOT);
        if (first == null || second == null) return null;
        Node product = made(first, "multiply_bp");
        if (product == null || !first.equals(product.output())) return null;
        if (geluInput(product.inputs().get(0), product.inputs().get(1)) == null) return null;
        Node chain = made(second, "multiply");
        if (chain == null || !chain.inputs().get(1).equals(product.outputs().get(1))) return null;
        Node derivative = made(chain.inputs().getFirst(), "multiply");
        Node exp = derivative == null ? null : made(derivative.inputs().get(1), "exp");
        String square = exp == null ? null : scaled(exp.inputs().getFirst(), -1f);
        Node squared = square == null ? null : made(square, "multiply");
        String u = product.inputs().get(1);
        return squared != null && squared.inputs().equals(Collections.nCopies(2, erfInput(u))) ? product : null;
    }

    private String erfInput(String onePlusErf) {
        return producers
                .get(producers.get(onePlusErf).inputs().getFirst())
                .inputs()
                .getFirst();
    }

    private Node made(String value, String by) {
        Node node = producers.get(value);
        return node != null && node.name().equals(by) ? node : null;
    }

    /** x of {@code value} = factor·x, or null. */
    private String scaled(String value, float factor) {
        Node node = made(value, "mul_scalar");
        return node != null && Math.abs(node.scalar() - factor) < 1e-6f
                ? node.inputs().getFirst()
                : null;
    }
}
