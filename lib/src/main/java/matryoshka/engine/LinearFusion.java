package matryoshka.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Linear layers y = x·W' + b of stored weights. Layers of one input (query, key and value) become one operation, and a
 * GELU joins its layer; backward, all that one x's gradient sums up (from its layers, and from around them) becomes one
 * operation with the gradients of their weights.
 */
final class LinearFusion implements Fusion {
    /** Of [x, W₁, b₁, W₂, b₂ …]: [y₁, y₂ …]. */
    static final String LINEAR = "fused_linear";
    /** Of [x, W, b]: [gelu(y), y]. */
    static final String LINEAR_GELU = "fused_linear_gelu";
    /** Of [x, W₁, dy₁, W₂, dy₂ …, another part of dx or nothing]: [dx, dW₁, dW₂ …, db₁, db₂ …]. */
    static final String LINEAR_GRADIENT = "fused_linear_bp";

    @Override
    public List<Node> find(Wiring graph) {
        List<Node> found = new ArrayList<>(forward(graph));
        found.addAll(new Backward(graph).find());
        return found;
    }

    private static List<Node> forward(Wiring graph) {
        Map<List<Object>, List<Node>> sharing = new LinkedHashMap<>(); // by x and the flags of the product
        for (Node sum : graph.nodes) {
            Node product =
                    sum.name().equals("add") && graph.isStored(sum.inputs().get(1), 1)
                            ? graph.made(sum.inputs().getFirst(), "matmul")
                            : null;
            if (product == null
                    || !MatrixKernels.isPlain(product)
                    || !graph.isStored(product.inputs().get(1), 2)) continue;
            List<Object> key = List.of(product.inputs().getFirst(), Arrays.toString(product.integers()));
            sharing.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(new Node(
                            LINEAR,
                            product.op(),
                            List.of(
                                    product.inputs().get(0),
                                    product.inputs().get(1),
                                    sum.inputs().get(1)),
                            sum.outputs()));
        }
        return sharing.values().stream().map(layers -> join(graph, layers)).toList();
    }

    private static Node join(Wiring graph, List<Node> layers) {
        Node first = layers.getFirst();
        if (layers.size() == 1) {
            Node gelu = graph.readerAt(GeluFusion.GELU, first.output(), 0);
            return gelu == null
                    ? first
                    : new Node(LINEAR_GELU, first.op(), first.inputs(), List.of(gelu.output(), first.output()));
        }
        List<String> inputs = new ArrayList<>(first.inputs().subList(0, 1));
        List<String> outputs = new ArrayList<>();
        for (Node layer : layers) {
            inputs.addAll(layer.inputs().subList(1, 3));
            outputs.add(layer.output());
        }
        return new Node(LINEAR, first.op(), inputs, outputs);
    }

    private static final class Backward {
        private final Wiring graph;

        Backward(Wiring graph) {
            this.graph = graph;
        }

        List<Node> find() {
            List<Node> found = new ArrayList<>();
            Set<Node> done = new LinkedHashSet<>();
            for (Node node : graph.nodes) {
                if (!node.name().equals("add") || joinsLarger(node)) continue;
                List<String> terms = new ArrayList<>();
                terms(node, terms);
                Node fused = summed(node.output(), terms, done);
                if (fused != null) found.add(fused);
            }
            for (Node product : graph.nodes)
                if (isLayer(product) && done.add(product)) found.add(fuse(product.output(), List.of(product), null));
            return found;
        }

        /** Whether a sum is only a term of a larger one. */
        private boolean joinsLarger(Node sum) {
            Node reader = graph.onlyReader(sum.output());
            return reader != null && reader.name().equals("add");
        }

        private void terms(Node sum, List<String> terms) {
            for (String term : sum.inputs()) {
                Node inner = graph.made(term, "add");
                if (inner != null && graph.onlyReader(term) == sum) terms(inner, terms);
                else terms.add(term);
            }
        }

        private Node summed(String sum, List<String> terms, Set<Node> done) {
            List<Node> products = new ArrayList<>();
            String rest = null;
            for (String term : terms) {
                Node product = graph.made(term, "matmul_bp");
                boolean layer = product != null
                        && isLayer(product)
                        && term.equals(product.output())
                        && graph.onlyReader(term) != null
                        && (products.isEmpty() || sameLayerInput(product, products.getFirst()));
                if (layer) products.add(product);
                else if (rest == null) rest = term;
                else return null;
            }
            if (products.isEmpty()) return null;
            Node fused = fuse(sum, products, rest);
            if (graph.dependOn(fused.inputs(), this::isWeightGradient)) return null; // it may wait for this very node
            done.addAll(products);
            return fused;
        }

        private boolean isWeightGradient(String value) {
            Node product = graph.made(value, "matmul_bp");
            return product != null && !value.equals(product.output());
        }

        private static boolean sameLayerInput(Node a, Node b) {
            return a.inputs().getFirst().equals(b.inputs().getFirst()) && Arrays.equals(a.integers(), b.integers());
        }

        private boolean isLayer(Node node) {
            return node.name().equals("matmul_bp")
                    && MatrixKernels.isPlain(node)
                    && graph.isStored(node.inputs().get(1), 2);
        }

        private Node fuse(String dx, List<Node> products, String rest) {
            List<String> inputs = new ArrayList<>(products.getFirst().inputs().subList(0, 1));
            List<String> weights = new ArrayList<>();
            List<String> biases = new ArrayList<>();
            for (Node product : products) {
                String dy = product.inputs().get(2);
                Node biased = graph.made(dy, "add_bp");
                boolean withBias = biased != null
                        && dy.equals(biased.output())
                        && graph.isStored(biased.inputs().get(1), 1);
                inputs.add(product.inputs().get(1));
                inputs.add(withBias ? biased.inputs().get(2) : dy);
                weights.add(product.needs(1) ? product.outputs().get(1) : null);
                biases.add(withBias && biased.needs(1) ? biased.outputs().get(1) : null);
            }
            if (rest != null) inputs.add(rest);
            List<String> outputs = new ArrayList<>();
            outputs.add(dx);
            outputs.addAll(weights);
            outputs.addAll(biases);
            return new Node(LINEAR_GRADIENT, products.getFirst().op(), inputs, outputs);
        }
    }
}
