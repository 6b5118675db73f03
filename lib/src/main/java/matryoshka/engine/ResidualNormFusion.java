package matryoshka.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer norm of a sum, one side of it perhaps under a dropout mask: y = norm(x + h∘mask). The sum is kept for the
 * gradient, which gives dh = d(x + h∘mask)∘mask in the same pass.
 */
final class ResidualNormFusion implements Fusion {
    /** Of [x, h, gain, bias, mask or nothing]: [y, the sum]. */
    static final String RESIDUAL_NORM = "fused_residual_norm";
    /** Of [the sum, gain, bias, dy, mask]: [gradients of the sum, gain, bias, h]. */
    static final String RESIDUAL_NORM_GRADIENT = "fused_residual_norm_bp";

    @Override
    public List<Node> find(Wiring graph) {
        List<Node> found = new ArrayList<>();
        for (Node norm : graph.nodes) {
            if (!norm.name().equals("layer_norm") || norm.inputs().size() != 3) continue;
            if (!graph.isStored(norm.inputs().get(1), 1)
                    || !graph.isStored(norm.inputs().get(2), 1)) continue;
            Node sum = graph.made(norm.inputs().getFirst(), "add");
            if (sum != null) found.addAll(fuse(graph, norm, sum));
        }
        return found;
    }

    private static List<Node> fuse(Wiring graph, Node norm, Node sum) {
        Node dropped = graph.made(sum.inputs().get(1), "multiply");
        if (dropped != null && !graph.isPlaceholder(dropped.inputs().get(1))) dropped = null;
        List<String> inputs = new ArrayList<>(sum.inputs());
        inputs.addAll(norm.inputs().subList(1, 3));
        if (dropped != null) {
            inputs.set(1, dropped.inputs().get(0));
            inputs.add(dropped.inputs().get(1));
        }
        List<Node> found = new ArrayList<>();
        found.add(new Node(RESIDUAL_NORM, norm.op(), inputs, List.of(norm.output(), sum.output())));
        Node gradient = dropped == null ? null : gradient(graph, norm, sum, dropped);
        if (gradient != null) found.add(gradient);
        return found;
    }

    private static Node gradient(Wiring graph, Node norm, Node sum, Node dropped) {
        Node normGradient = graph.reader("layer_norm_bp", norm.inputs().toArray(String[]::new));
        Node sumGradient = normGradient == null ? null : graph.readerAt("add_bp", normGradient.output(), 2);
        if (sumGradient == null || !sumGradient.inputs().subList(0, 2).equals(sum.inputs())) return null;
        Node maskGradient = graph.readerAt("multiply_bp", sumGradient.outputs().get(1), 2);
        if (maskGradient == null || !maskGradient.inputs().subList(0, 2).equals(dropped.inputs())) return null;
        if (maskGradient.needs(1)) return null;
        List<String> inputs = new ArrayList<>(normGradient.inputs());
        inputs.add(dropped.inputs().get(1));
        List<String> outputs = new ArrayList<>(normGradient.outputs());
        outputs.add(maskGradient.output());
        return new Node(RESIDUAL_NORM_GRADIENT, normGradient.op(), inputs, outputs);
    }
}
