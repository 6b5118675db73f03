package matryoshka.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;

/** Cross-entropy and accuracy of embeddings at every nesting dim. */
final class Validation {
    private static final float TINY = 1e-30f;

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
            float[] p = heads.probabilities(embeddings.row(i), dim);
            int best = 0;
            for (int c = 1; c < p.length; c++) if (p[c] > p[best]) best = c;
            right[i] = best == embeddings.label(i);
            loss[i] = -Math.log(Math.max(p[embeddings.label(i)], TINY));
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
}
