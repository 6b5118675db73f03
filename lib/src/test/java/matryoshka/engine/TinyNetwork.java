package matryoshka.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Embeddings, one layer of masked attention and one of GELU, both with layer norm, mean pooling and a weighted loss: B
 * texts of L tokens, N = B·L rows of H numbers.
 */
final class TinyNetwork {
    static final String LOSS = "loss";
    static final String POOLED = "pooled";

    private static final int HEADS = 2;
    private static final int VOCABULARY = 11;

    final SameDiff graph = SameDiff.create();
    final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final DataType type;
    private final int hidden;

    TinyNetwork(DataType type, int hidden) {
        this.type = type;
        this.hidden = hidden;
        int inner = hidden + 3;
        SDVariable mask = graph.placeHolder("mask", type, -1, -1);
        SDVariable weights = graph.placeHolder("weights", type, -1, hidden);
        SDVariable size = mask.shape().castTo(DataType.INT64);
        SDVariable x = normed("first", rows("words", VOCABULARY, "ids").add(rows("types", 2, "types_ids"))); // [N, H]
        x = normed("second", x.add(attention(x, mask, size)));
        x = normed("third", x.add(linear("outer", gelu(linear("inner", x, hidden, inner)), inner, hidden)));
        SDVariable states = x.reshape(graph.concat(0, size, graph.constant(longs(hidden)))); // [B, L, H]
        SDVariable sums = states.mul(graph.expandDims(mask, 2)).sum(1);
        SDVariable pooled = sums.div(mask.sum(true, 1)).rename(POOLED); // [B, H]
        SDVariable entropy =
                graph.nn().logSoftmax(pooled.mul(2)).mul(weights).sum(1).mean();
        entropy.add(graph.math().tanh(pooled).mul(weights).sum()).rename(LOSS);
    }

    private static INDArray longs(long... values) {
        return Nd4j.createFromArray(values);
    }

    private SDVariable parameter(String name, double center, int... shape) {
        INDArray array = Parity.uniform(name.hashCode(), center - 0.7, center + 0.7, shape)
                .castTo(type);
        parameters.put(name, array);
        return graph.var(name, array);
    }

    private SDVariable rows(String table, int count, String ids) {
        return graph.gather(parameter(table, 0, count, hidden), graph.placeHolder(ids, DataType.INT32, -1), 0);
    }

    private SDVariable normed(String name, SDVariable x) {
        SDVariable gain = parameter(name + ".gain", 1, hidden);
        return graph.nn().layerNorm(x, gain, parameter(name + ".bias", 0, hidden), false, 1);
    }

    private SDVariable linear(String name, SDVariable x, int in, int out) {
        SDVariable product = graph.mmul(x, parameter(name + ".weight", 0, out, in), false, true, false);
        return product.add(parameter(name + ".bias", 0, out));
    }

    private SDVariable attention(SDVariable x, SDVariable mask, SDVariable size) {
        SDVariable batch = graph.gather(size, new int[] {0}, 0);
        SDVariable bias = mask.sub(1).mul(1e4).reshape(graph.concat(0, batch, graph.constant(longs(1, 1, -1))));
        SDVariable query = heads(linear("query", x, hidden, hidden), size); // [B, A, L, H/A]
        SDVariable value = heads(linear("value", x, hidden, hidden), size);
        SDVariable key =
                heads(graph.mmul(x, parameter("key.weight", 0, hidden, hidden)), size); // a bias has gradient 0
        SDVariable scores = graph.mmul(query, key, false, true, false).mul(0.6);
        SDVariable attended = graph.mmul(graph.nn().softmax(scores.add(bias), -1), value);
        return linear("joined", attended.permute(0, 2, 1, 3).reshape(-1, hidden), hidden, hidden);
    }

    private SDVariable heads(SDVariable x, SDVariable size) {
        SDVariable shape = graph.concat(0, size, graph.constant(longs(HEADS, hidden / HEADS)));
        return x.reshape(shape).permute(0, 2, 1, 3);
    }

    private SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(graph.math().erf(x.mul(Math.sqrt(0.5))).add(1));
    }

    /** A batch of texts, the first of full length. */
    Map<String, INDArray> feed(long seed, int batch, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        INDArray mask = Nd4j.ones(DataType.FLOAT, batch, length);
        for (int b = 1; b < batch; b++)
            for (int l = 1 + random.nextInt(length); l < length; l++) mask.putScalar(b, l, 0);
        return Map.of(
                "mask", mask.castTo(type),
                "weights", Parity.normal(seed + 1, batch, hidden).castTo(type),
                "ids", Parity.ids(seed + 2, batch * length, VOCABULARY),
                "types_ids", Parity.ids(seed + 3, batch * length, 2));
    }

    Program gradient(Engine engine) {
        return engine.gradient(graph, LOSS, List.of(LOSS, POOLED));
    }
}
