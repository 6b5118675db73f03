package matryoshka.model;

import java.util.Map;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.data.TextPairs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Contrastive learning with in-batch negatives (van den Oord et al. 2018, arXiv:1807.03748), both ways as in CLIP
 * (arXiv:2103.00020): with unit slices a, b of the B pairs and s_ij = a_i·b_j/τ, half of mean_i −log softmax_j(s_ij)_i
 * plus half of mean_j −log softmax_i(s_ij)_j. Pairs of the batch that share a text with pair i are no negatives to it.
 *
 * @param temperature τ: the smaller, the more the hardest negatives count
 */
public record InfoNce(double temperature) implements Objective<TextPairs> {
    private static final String POSITIVES = "positives"; // [B, B], 1 on the diagonal
    private static final String EXCLUDED = "excluded"; // [B, B], a large negative number where j is no negative to i
    private static final float NEVER = -1e9f;
    private static final int CANDIDATES = 1000;

    public InfoNce {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("temperature must be positive and finite, got " + temperature);
    }

    /** At τ = 0.05. */
    public InfoNce() {
        this(0.05);
    }

    @Override
    public PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits) {
        SDVariable positives = graph.placeHolder(POSITIVES, type, -1, -1);
        SDVariable excluded = graph.placeHolder(EXCLUDED, type, -1, -1);
        return (prefix, dim) -> {
            SDVariable cosines = PairGraph.of(prefix, dim).allCosines(graph); // [B, B]
            SDVariable scores = cosines.mul(1 / temperature).add(excluded);
            SDVariable forth = LogSoftmax.ofRows(graph, scores);
            SDVariable back = LogSoftmax.ofRows(graph, scores.permute(1, 0));
            return forth.add(back).mul(positives).sum(1).mean().mul(-0.5);
        };
    }

    /** Items are learned from by comparison with others. */
    @Override
    public int smallestBatch() {
        return 2;
    }

    @Override
    public Map<String, INDArray> targets(TextPairs pairs, int[] items) {
        int batch = items.length;
        float[][] positives = new float[batch][batch];
        float[][] excluded = new float[batch][batch];
        for (int i = 0; i < batch; i++) {
            positives[i][i] = 1;
            for (int j = 0; j < batch; j++) if (i != j && shareText(pairs, items[i], items[j])) excluded[i][j] = NEVER;
        }
        return Map.of(POSITIVES, Nd4j.createFromArray(positives), EXCLUDED, Nd4j.createFromArray(excluded));
    }

    private static boolean shareText(TextPairs pairs, int i, int j) {
        return pairs.second(i).equals(pairs.second(j)) || pairs.first(i).equals(pairs.first(j));
    }

    @Override
    public void requireFit(MatryoshkaConfig config, TextPairs pairs) {
        config.requireNoClasses(this);
        if (pairs.size() == 1)
            throw new IllegalArgumentException(
                    "contrastive learning needs 2 pairs or more, got 1: there is no negative");
    }

    @Override
    public String metric() {
        return "recall@1";
    }

    /** The share of first texts whose own second one is the nearest of the thousand pairs around. */
    @Override
    public double score(TextPairs pairs, Embeddings z, MatryoshkaModel<?> model, int dim) {
        Embeddings units = z.prefix(dim).normalize();
        long hits = IntStream.range(0, pairs.size())
                .parallel()
                .filter(i -> pairs.second(nearest(units, pairs.size(), i)).equals(pairs.second(i)))
                .count();
        return (double) hits / Math.max(1, pairs.size());
    }

    private static int nearest(Embeddings units, int pairs, int i) {
        int start = i / CANDIDATES * CANDIDATES;
        int best = start;
        for (int j = start + 1; j < Math.min(pairs, start + CANDIDATES); j++)
            if (units.dot(i, pairs + j) > units.dot(i, pairs + best)) best = j;
        return best;
    }
}
