package matryoshka.bert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import matryoshka.encoder.Parameters;

/**
 * The computation of {@link BertGraph}, without dropout, as an ONNX file for other runtimes: token ids in, last hidden
 * state and pooled embedding out. Weights keep Hugging Face's names and shapes.
 */
final class BertOnnx {
    private static final double MASKED = -1e9;

    private final OnnxGraph graph = new OnnxGraph("bert");
    private final Parameters parameters;
    private final BertConfig config;
    private final String mask; // [B, L], 1 for a token, 0 for padding
    private final String batchAndLength; // [2]
    private final String splitShape; // of [N, H] → [B, L, A, H/A]
    private final String rowShape; // of [B, L, H] → [N, H]
    private final String half = graph.real(0.5);
    private final String one = graph.real(1);
    private final String rootOfHalf = graph.real(Math.sqrt(0.5));
    private final String scale;

    private BertOnnx(BertWeights weights) {
        parameters = weights.parameters();
        config = weights.config();
        String ids = graph.ids("input_ids");
        mask = graph.node("Cast", Map.of("to", 1), graph.ids("attention_mask")); // to float
        batchAndLength = graph.node("Shape", ids);
        splitShape = shape(config.heads(), config.headSize());
        rowShape = graph.integers(-1, config.hidden());
        scale = graph.real(1 / Math.sqrt(config.headSize()));
        String hidden = lastHiddenState(ids, graph.ids("token_type_ids"));
        graph.output("last_hidden_state", hidden, "batch", "sequence", config.hidden());
        graph.output("sentence_embedding", pooled(hidden, weights.pooling()), "batch", config.hidden());
    }

    /**
     * Inputs {@code input_ids}, {@code attention_mask}, {@code token_type_ids}: int64 [B, L]. Outputs {@code
     * last_hidden_state} [B, L, H] and {@code sentence_embedding} [B, H], pooled, not normalised.
     *
     * @throws IllegalArgumentException if the weights take more than the 2 GiB of an ONNX file
     */
    static void write(Path file, BertWeights weights) throws IOException {
        new BertOnnx(weights).graph.write(file);
    }

    private String lastHiddenState(String ids, String types) {
        String x = graph.node("Reshape", embeddings(ids, types), rowShape); // [N, H]
        String bias = attentionBias(); // [B, 1, 1, L]
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "encoder.layer." + layer + ".";
            String attended = attention(x, bias, name + "attention."); // [N, H]
            x = layerNorm(graph.node("Add", x, attended), name + "attention.output.LayerNorm"); // [N, H]
            String inner = gelu(linear(x, name + "intermediate.dense")); // [N, I]
            String outer = linear(inner, name + "output.dense"); // [N, H]
            x = layerNorm(graph.node("Add", x, outer), name + "output.LayerNorm"); // [N, H]
        }
        return graph.node("Reshape", x, shape(config.hidden())); // [B, L, H]
    }

    private String pooled(String hidden, Pooling pooling) {
        return switch (pooling) {
            case CLS -> first(hidden);
            case POOLER -> graph.node("Tanh", linear(first(hidden), "pooler.dense"));
            case MEAN -> mean(hidden);
        };
    }

    /** The vector of each text's [CLS] [B, H]. */
    private String first(String hidden) {
        return graph.node("Gather", Map.of("axis", 1), hidden, graph.integer(0));
    }

    /** The mean over each text's tokens [B, H], padding left out. */
    private String mean(String hidden) {
        String length = graph.integers(1);
        String tokens = graph.node("Mul", hidden, graph.node("Unsqueeze", mask, graph.integers(2)));
        String sums = graph.node("ReduceSum", Map.of("keepdims", 0), tokens, length); // [B, H]
        return graph.node("Div", sums, graph.node("ReduceSum", mask, length));
    }

    private String embeddings(String ids, String types) {
        String zero = graph.integer(0);
        String length = graph.node("Gather", batchAndLength, graph.integer(1)); // []
        String positions = graph.node("Range", zero, length, graph.integer(1)); // [L]
        String words = rows("embeddings.word_embeddings.weight", ids); // [B, L, H]
        String both = graph.node("Add", words, rows("embeddings.token_type_embeddings.weight", types));
        String all = graph.node("Add", both, rows("embeddings.position_embeddings.weight", positions));
        return layerNorm(all, "embeddings.LayerNorm"); // [B, L, H]
    }

    private String rows(String table, String ids) {
        return graph.node("Gather", weight(table), ids);
    }

    /** 0 where attention may look, a large negative number where there is only padding. */
    private String attentionBias() {
        String padding = graph.node("Sub", one, mask);
        String bias = graph.node("Mul", padding, graph.real(MASKED));
        return graph.node("Unsqueeze", bias, graph.integers(1, 2)); // [B, 1, 1, L]
    }

    private String attention(String x, String bias, String name) {
        String query = split(linear(x, name + "self.query"), 0, 2, 1, 3); // [B, A, L, H/A]
        String key = split(linear(x, name + "self.key"), 0, 2, 3, 1); // [B, A, H/A, L]
        String value = split(linear(x, name + "self.value"), 0, 2, 1, 3); // [B, A, L, H/A]
        String scores = graph.node("Mul", graph.node("MatMul", query, key), scale);
        String weights = graph.node("Softmax", graph.node("Add", scores, bias)); // [B, A, L, L]
        String context = graph.node("MatMul", weights, value); // [B, A, L, H/A]
        String joined = graph.node("Transpose", permutation(0, 2, 1, 3), context);
        return linear(graph.node("Reshape", joined, rowShape), name + "output.dense"); // [N, H]
    }

    private String split(String x, long... order) {
        return graph.node("Transpose", permutation(order), graph.node("Reshape", x, splitShape));
    }

    private static Map<String, Object> permutation(long... order) {
        return Map.of("perm", order);
    }

    /** x·Wᵀ + b, with W [out, in] as Hugging Face stores it. */
    private String linear(String x, String name) {
        return graph.node("Gemm", Map.of("transB", 1), x, weight(name + ".weight"), weight(name + ".bias"));
    }

    private String layerNorm(String x, String name) {
        Map<String, Object> options = Map.of("axis", -1, "epsilon", (float) config.layerNormEps());
        return graph.node("LayerNormalization", options, x, weight(name + ".weight"), weight(name + ".bias"));
    }

    private String gelu(String x) {
        String erf = graph.node("Erf", graph.node("Mul", x, rootOfHalf));
        return graph.node("Mul", graph.node("Mul", x, half), graph.node("Add", erf, one));
    }

    /** The shape [B, L, rest…]. */
    private String shape(long... rest) {
        return graph.node("Concat", Map.of("axis", 0), batchAndLength, graph.integers(rest));
    }

    private String weight(String name) {
        return graph.weight(name, parameters.get(name));
    }
}
