package matryoshka.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;

/** Cross-entropy and accuracy of embeddings at every nesting dim. */
final class Validation {
    private Validation() {}

    static List<EpochReport.DimensionLoss> of(Embeddings embeddings, NestedHeads heads, NestingDims dims) {
        List<EpochReport.DimensionLoss> losses = new ArrayList<>();
        for (int dim : dims.dims()) losses.add(at(embeddings, heads, dim));
        return losses;
    }

    private static EpochReport.DimensionLoss at(Embeddings embeddings, NestedHeads heads, int dim) {
        double[] loss = new double[embeddings.rows()];
        boolean[] right = new boolean[embeddings.rows()];
        IntStream.range(0, embeddings.rows()).parallel().forEach(i -> {
            float[] logits = heads.logits(embeddings.values(), i * embeddings.dimension(), dim);
            int best = highest(logits);
            right[i] = best == embeddings.label(i);
            loss[i] = crossEntropy(logits, embeddings.label(i), logits[best]);
        });
        double sum = 0;
        int hits = 0;
        for (int i = 0; i < loss.length; i++) {
            sum += loss[i];
            if (right[i]) hits++;
        }
        int n = Math.max(1, loss.length);
        return new EpochReport.DimensionLoss(dim, sum / n, (double) hits / n);
    }

    private static int highest(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
        return best;
    }

    /** log Σ exp(logits) − logits[label], shifted by the highest so that nothing overflows. */
    private static double crossEntropy(float[] logits, int label, float highest) {
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit - highest);
        return Math.log(sum) + highest - logits[label];
    }
}
