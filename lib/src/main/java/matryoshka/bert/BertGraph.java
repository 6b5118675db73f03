package matryoshka.bert;

import java.util.HashMap;
import java.util.Map;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.Parameters;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * BERT as a SameDiff graph (Devlin et al. 2019, arXiv:1810.04805): embeddings, then layers of self-attention and
 * feed-forward, post-norm, erf-GELU. B texts of L tokens; N = B·L token rows, kept two-dimensional [N, H] outside
 * attention; A heads of width H/A.
 */
final class BertGraph {
    static final String TOKEN_IDS = "token_ids"; // [N]
    static final String POSITION_IDS = "position_ids"; // [N]
    static final String TYPE_IDS = "token_type_ids"; // [N]
    static final String ATTENTION_MASK = "attention_mask"; // [B, L], 1 for a token, 0 for padding
    private static final double MASKED = -1e9;

    private final SameDiff graph;
    private final Parameters parameters;
    private final BertConfig config;
    private final Mode mode;
    private final DataType type;
    private final Map<String, SDVariable> variables = new HashMap<>();
    private final SDVariable positionIds;
    private final SDVariable attentionMask;
    private final SDVariable batchAndLength; // the numbers B and L

    BertGraph(SameDiff graph, Parameters parameters, BertConfig config, Mode mode) {
        this.graph = graph;
        this.parameters = parameters;
        this.config = config;
        this.mode = mode;
        type = parameters.get("embeddings.LayerNorm.weight").dataType();
        positionIds = ids(POSITION_IDS);
        attentionMask = graph.placeHolder(ATTENTION_MASK, type, -1, -1);
        batchAndLength = attentionMask.shape().castTo(DataType.INT64);
    }

    /** The last hidden state [B, L, H]. */
    SDVariable lastHiddenState() {
        SDVariable x = embeddings(); // [N, H]
        SDVariable bias = attentionBias(); // [B, 1, 1, L]
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "encoder.layer." + layer + ".";
            SDVariable attended = dropout(name + "attention.output", attention(x, bias, name + "attention."));
            x = layerNorm(x.add(attended), name + "attention.output.LayerNorm"); // [N, H]
            SDVariable inner = gelu(linear(x, name + "intermediate.dense")); // [N, I]
            SDVariable outer = dropout(name + "output", linear(inner, name + "output.dense")); // [N, H]
            x = layerNorm(x.add(outer), name + "output.LayerNorm"); // [N, H]
        }
        return x.reshape(shape(config.hidden()));
    }

    /** One vector a text [B, H] of the last hidden state. */
    SDVariable pooled(SDVariable hidden, Pooling pooling) {
        return switch (pooling) {
            case CLS -> first(hidden);
            case POOLER -> graph.math().tanh(linear(first(hidden), "pooler.dense"));
            case MEAN -> mean(hidden);
        };
    }

    /** The vector of each text's [CLS] [B, H]: a sum, since M2.1's slices of one text have no gradient. */
    private SDVariable first(SDVariable hidden) {
        SDVariable atStart = graph.eq(positionIds, 0).castTo(type).reshape(batchAndLength); // [B, L]
        return sum(hidden, atStart);
    }

    /** The mean over each text's tokens [B, H], padding left out. */
    private SDVariable mean(SDVariable hidden) {
        return sum(hidden, attentionMask).div(attentionMask.sum(true, 1));
    }

    /** Σ_t w_t h_t [B, H] with weights w [B, L]. */
    private SDVariable sum(SDVariable hidden, SDVariable weights) {
        return hidden.mul(graph.expandDims(weights, 2)).sum(1);
    }

    private SDVariable embeddings() {
        SDVariable words = rows("embeddings.word_embeddings.weight", ids(TOKEN_IDS));
        SDVariable positions = rows("embeddings.position_embeddings.weight", positionIds);
        SDVariable types = rows("embeddings.token_type_embeddings.weight", ids(TYPE_IDS));
        SDVariable normed = layerNorm(words.add(types).add(positions), "embeddings.LayerNorm");
        return dropout("embeddings", normed); // [N, H]
    }

    private SDVariable rows(String table, SDVariable ids) {
        return graph.gather(variable(table), ids, 0); // [N, H]
    }

    private SDVariable ids(String name) {
        return graph.placeHolder(name, DataType.INT32, -1); // [N]
    }

    /** 0 where attention may look, a large negative number where there is only padding. */
    private SDVariable attentionBias() {
        SDVariable batch = graph.gather(batchAndLength, new int[] {0}, 0);
        SDVariable shape = graph.concat(0, batch, longs(1, 1, -1));
        return attentionMask.sub(1).mul(-MASKED).reshape(shape); // [B, 1, 1, L]
    }

    private SDVariable attention(SDVariable x, SDVariable bias, String name) {
        SDVariable query = split(linear(x, name + "self.query")); // [B, A, L, H/A]
        SDVariable key = split(linear(x, name + "self.key"));
        SDVariable value = split(linear(x, name + "self.value"));
        SDVariable scores = graph.mmul(query, key, false, true, false).mul(1 / Math.sqrt(config.headSize()));
        SDVariable weights = graph.nn().softmax(scores.add(bias), -1); // [B, A, L, L]
        SDVariable context = graph.mmul(dropout(name + "self", weights), value); // [B, A, L, H/A]
        SDVariable joined = context.permute(0, 2, 1, 3).reshape(-1, config.hidden()); // [N, H]
        return linear(joined, name + "output.dense");
    }

    /** [N, H] → [B, A, L, H/A]. */
    private SDVariable split(SDVariable x) {
        return x.reshape(shape(config.heads(), config.headSize())).permute(0, 2, 1, 3);
    }

    /** x·Wᵀ + b, with W [out, in] as Hugging Face stores it. */
    private SDVariable linear(SDVariable x, String name) {
        return graph.mmul(x, variable(name + ".weight"), false, true, false).add(variable(name + ".bias"));
    }

    private SDVariable layerNorm(SDVariable x, String name) {
        return graph.nn().layerNorm(x, variable(name + ".weight"), variable(name + ".bias"), false, 1);
    }

    private SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(graph.math().erf(x.mul(Math.sqrt(0.5))).add(1));
    }

    /** In training, times a mask of zeros and 1/(1 − p): SameDiff's own dropout has no derivative. */
    private SDVariable dropout(String name, SDVariable x) {
        if (mode == Mode.INFERENCE) return x;
        long[] shape = name.endsWith(".self") ? new long[] {-1, -1, -1, -1} : new long[] {-1, config.hidden()};
        return x.mul(graph.placeHolder(dropoutMask(name), type, shape));
    }

    /** The placeholder that masks the output of the part so named. */
    static String dropoutMask(String name) {
        return "dropout." + name;
    }

    /** The shape [B, L, rest…]. */
    private SDVariable shape(long... rest) {
        return graph.concat(0, batchAndLength, longs(rest));
    }

    private SDVariable longs(long... values) {
        return graph.constant(Nd4j.createFromArray(values));
    }

    private SDVariable variable(String name) {
        return variables.computeIfAbsent(name, n -> parameters.variable(graph, n));
    }
}
