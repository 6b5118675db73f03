package matryoshka.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multi-head attention softmax(s·Q·Kᵀ + bias)∘mask·V: from the rows of query, key and value to the rows of the context,
 * split into heads and joined again without moving a number. The gradient is recomputed from the softmax, kept.
 */
final class AttentionFusion implements Fusion {
    /** Of [q, k, v, the shape B, L, A, H/A, bias, mask or nothing]: [context, softmax]. */
    static final String ATTENTION = "fused_attention";
    /** Of [q, k, v, the shape, softmax, d context, mask or nothing]: [dq, dk, dv]. */
    static final String ATTENTION_GRADIENT = "fused_attention_bp";

    private static final String KEPT = ":kept"; // the softmax in the layout of the kernels
    private static final long[] HEADS_FIRST = {0, 2, 1, 3};

    /** The operations of one attention; {@code dropped} is null without a mask. */
    private record Parts(
            Node query,
            Node key,
            Node value,
            Node scaled,
            Node biased,
            Node softmax,
            Node dropped,
            Node context,
            Node swapped) {
        String mask() {
            return dropped == null ? null : dropped.inputs().get(1);
        }
    }

    @Override
    public List<Node> find(Wiring graph) {
        List<Node> found = new ArrayList<>();
        for (Node softmax : graph.nodes) {
            Parts parts = softmax.name().equals("softmax") ? parts(graph, softmax) : null;
            if (parts == null) continue;
            found.add(forward(parts));
            Node gradient = gradient(graph, parts);
            if (gradient != null) found.add(gradient);
        }
        return found;
    }

    private static Parts parts(Wiring graph, Node softmax) {
        if (!overLastDimension(softmax)) return null;
        Node biased = graph.made(softmax.inputs().getFirst(), "add");
        Node scaled = biased == null ? null : graph.made(biased.inputs().getFirst(), "mul_scalar");
        Node scores = scaled == null ? null : graph.made(scaled.inputs().getFirst(), "matmul");
        if (scores == null || !MatrixKernels.isPlain(scores) || !MatrixKernels.transposesB(scores)) return null;
        Node dropped = graph.readerAt("multiply", softmax.output(), 0);
        if (dropped != null && !graph.isPlaceholder(dropped.inputs().get(1))) return null;
        Node context = graph.readerAt("matmul", (dropped == null ? softmax : dropped).output(), 0);
        if (context == null || !MatrixKernels.isPlain(context) || MatrixKernels.transposesB(context)) return null;
        Node query = split(graph, scores.inputs().get(0));
        Node key = split(graph, scores.inputs().get(1));
        Node value = split(graph, context.inputs().get(1));
        Node swapped = graph.readerAt("permute", context.output(), 0);
        if (query == null || key == null || value == null || swapped == null || !headsFirst(swapped)) return null;
        return new Parts(query, key, value, scaled, biased, softmax, dropped, context, swapped);
    }

    /** The reshape [N, H] → [B, L, A, H/A] before the heads come first, or null. */
    private static Node split(Wiring graph, String heads) {
        Node swapped = graph.made(heads, "permute");
        Node reshape = swapped == null ? null : graph.made(swapped.inputs().getFirst(), "reshape");
        return reshape != null && headsFirst(swapped) && reshape.inputs().size() == 2 ? reshape : null;
    }

    private static boolean headsFirst(Node permute) {
        return Arrays.equals(permute.integers(), HEADS_FIRST);
    }

    private static boolean overLastDimension(Node softmax) {
        long[] dims = softmax.integers();
        return dims.length == 0 || dims[0] == -1 || dims[0] == HEADS_FIRST.length - 1;
    }

    private static Node forward(Parts parts) {
        List<String> inputs = rows(parts);
        inputs.add(parts.biased().inputs().get(1));
        if (parts.mask() != null) inputs.add(parts.mask());
        List<String> outputs = List.of(parts.swapped().output(), parts.softmax().output() + KEPT);
        return new Node(ATTENTION, parts.scaled().op(), inputs, outputs);
    }

    private static List<String> rows(Parts parts) {
        List<String> inputs = new ArrayList<>();
        for (Node split : List.of(parts.query(), parts.key(), parts.value()))
            inputs.add(split.inputs().getFirst());
        inputs.add(parts.query().inputs().get(1));
        return inputs;
    }

    private static Node gradient(Wiring graph, Parts parts) {
        Node softmax = graph.readerAt("softmax_bp", parts.biased().output(), 0);
        Node context = softmax == null ? null : contextGradient(graph, parts, softmax);
        Node scores = softmax == null ? null : scoresGradient(graph, softmax);
        if (context == null || scores == null) return null;
        Node swapped = graph.made(context.inputs().get(2), "permute");
        String query = after(graph, scores.outputs().get(0));
        String key = after(graph, scores.outputs().get(1));
        String value = after(graph, context.outputs().get(1));
        if (swapped == null || query == null || key == null || value == null) return null;
        List<String> inputs = rows(parts);
        inputs.add(parts.softmax().output() + KEPT);
        inputs.add(swapped.inputs().getFirst());
        if (parts.mask() != null) inputs.add(parts.mask());
        return new Node(ATTENTION_GRADIENT, parts.scaled().op(), inputs, List.of(query, key, value));
    }

    /** The gradient of this attention's last product, from which the softmax's comes, through a mask if any. */
    private static Node contextGradient(Wiring graph, Parts parts, Node softmax) {
        String weights = softmax.inputs().get(1);
        if (parts.dropped() != null) {
            Node dropped = graph.made(weights, "multiply_bp");
            if (dropped == null || dropped.needs(1)) return null;
            weights = dropped.inputs().get(2);
        }
        Node context = graph.made(weights, "matmul_bp");
        return context != null
                        && context.inputs().subList(0, 2).equals(parts.context().inputs())
                ? context
                : null;
    }

    /** The gradient of the first product, through the bias, which must need none, and the scale. */
    private static Node scoresGradient(Wiring graph, Node softmax) {
        Node biased = graph.readerAt("add_bp", softmax.output(), 2);
        Node scaled = biased == null || biased.needs(1) ? null : graph.readerAt("mul_scalar", biased.output(), 0);
        return scaled == null ? null : graph.readerAt("matmul_bp", scaled.output(), 2);
    }

    /** What permute and reshape make of a head's gradient: rows again. */
    private static String after(Wiring graph, String heads) {
        Node permute = graph.readerAt("permute", heads, 0);
        Node reshape = permute == null ? null : graph.readerAt("reshape", permute.output(), 0);
        return reshape == null ? null : reshape.output();
    }
}
