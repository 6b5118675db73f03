package matryoshka.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** BERT's activation, written as ½x·(1 + erf(x/√2)), and its gradient. */
final class GeluFusion implements Fusion {
    /** x·½·(1 + erf(x/√2)) of [x]. */
    static final String GELU = "fused_gelu";
    /** Its gradient, of [x, gradient of the result]. */
    static final String GELU_GRADIENT = "fused_gelu_bp";

    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    @Override
    public List<Node> find(Wiring graph) {
        List<Node> found = new ArrayList<>();
        for (Node node : graph.nodes) {
            if (node.inputs().size() != 2) continue;
            for (List<String> order : List.of(node.inputs(), node.inputs().reversed())) {
                Node fused = node.name().equals("multiply") ? gelu(graph, node, order) : null;
                if (node.name().equals("add")) fused = gradient(graph, node, order);
                if (fused == null) continue;
                found.add(fused);
                break;
            }
        }
        return found;
    }

    private static Node gelu(Wiring graph, Node node, List<String> order) {
        String x = input(graph, order.get(0), order.get(1));
        return x == null ? null : new Node(GELU, null, List.of(x), node.outputs());
    }

    /** x of (½x)·(1 + erf(x/√2)), or null. */
    private static String input(Wiring graph, String half, String onePlusErf) {
        String x = graph.scaled(half, 0.5f);
        String u = erfInput(graph, onePlusErf);
        return x != null && u != null && x.equals(graph.scaled(u, HALF_ROOT)) ? x : null;
    }

    /** u of 1 + erf(u), or null. */
    private static String erfInput(Wiring graph, String onePlusErf) {
        Node plus = graph.made(onePlusErf, "add_scalar");
        if (plus == null || plus.scalar() != 1) return null;
        Node erf = graph.made(plus.inputs().getFirst(), "erf");
        return erf == null ? null : erf.inputs().getFirst();
    }

    /**
     * Of the sum in which a GELU's two input gradients meet: ½·d(½x), and through erf ((2/√π·1)·exp(−u·u))·d(erf)·√½
     * with u = x·√½; or null.
     */
    private static Node gradient(Wiring graph, Node sum, List<String> order) {
        String throughHalf = graph.scaled(order.get(0), 0.5f);
        String throughErf = graph.scaled(order.get(1), HALF_ROOT);
        if (throughHalf == null || throughErf == null) return null;
        Node product = graph.made(throughHalf, "multiply_bp");
        if (product == null || !throughHalf.equals(product.output())) return null;
        String x = input(graph, product.inputs().get(0), product.inputs().get(1));
        Node chain = graph.made(throughErf, "multiply");
        if (x == null || chain == null) return null;
        if (!chain.inputs().get(1).equals(product.outputs().get(1))) return null;
        String u = erfInput(graph, product.inputs().get(1));
        return isDensity(graph, chain.inputs().getFirst(), u)
                ? new Node(GELU_GRADIENT, null, List.of(x, product.inputs().get(2)), sum.outputs())
                : null;
    }

    /** Whether {@code value} is some number times exp(−u·u). */
    private static boolean isDensity(Wiring graph, String value, String u) {
        Node derivative = graph.made(value, "multiply");
        Node exp = derivative == null ? null : graph.made(derivative.inputs().get(1), "exp");
        String square = exp == null ? null : graph.scaled(exp.inputs().getFirst(), -1f);
        Node squared = square == null ? null : graph.made(square, "multiply");
        return squared != null && squared.inputs().equals(Collections.nCopies(2, u));
    }
}
