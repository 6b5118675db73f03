package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;

/**
 * Adaptive classification (arXiv:2205.13147, section 4.2.1): from the smallest dim up, the first head that is surer than
 * its threshold decides, at last that of the largest dim. Easy examples need few dims. A threshold of 0 always decides:
 * larger dims are never read then.
 *
 * @param thresholds on the largest class probability, one for every dim but the largest
 */
public record AdaptiveClassifier(NestingDims dims, List<Double> thresholds) {
    private static final int THRESHOLDS = 100;
    private static final double LEAST = 0.1;
    private static final int SPLITS = 30;
    private static final double HELD_OUT = 0.2; // the paper learns thresholds on 10,000 of 50,000
    private static final double HELD_OUT_FOR_BUDGET = 0.5;

    public AdaptiveClassifier {
        thresholds = List.copyOf(thresholds);
        if (thresholds.size() != dims.size() - 1)
            throw new IllegalArgumentException("every dim but the largest needs a threshold: " + (dims.size() - 1)
                    + " for " + dims + ", got " + thresholds);
    }

    /**
     * Learns thresholds on held-out examples: for every dim, of 100 between 0.1 and 1, the smallest that makes it and the
     * next dim together most accurate.
     *
     * @param heldOut [N, D], labelled, at least one
     */
    public static AdaptiveClassifier fit(NestedHeads heads, Embeddings heldOut, NestingDims dims) {
        return fit(Cascade.of(heads, heldOut, dims));
    }

    static AdaptiveClassifier fit(Cascade heldOut) {
        return new AdaptiveClassifier(
                heldOut.dims(),
                IntStream.range(0, heldOut.dims().size() - 1)
                        .mapToObj(d -> threshold(heldOut, d))
                        .toList());
    }

    private static double threshold(Cascade heldOut, int d) {
        double best = LEAST;
        int most = -1;
        for (int i = 0; i < THRESHOLDS; i++) {
            double threshold = step(i);
            int right = 0;
            for (int q = 0; q < heldOut.rows(); q++)
                if (heldOut.right()[q][heldOut.confidence()[q][d] > threshold ? d : d + 1]) right++;
            if (right > most) {
                most = right;
                best = threshold;
            }
        }
        return best;
    }

    /**
     * Learns on held-out examples how to spend a budget: one threshold for all dims, the highest of 100 between 0.1 and 1
     * that stops within the budget on average, and the largest dim to go up to; of all such pairs the most accurate, of
     * pairs as accurate the one with the smaller largest dim. Two numbers are learned, where {@link #fit(NestedHeads,
     * Embeddings, NestingDims)} learns one a dim: fewer examples suffice.
     *
     * @param heldOut [N, D], labelled, at least one
     * @param budget dims to stop at on average, at least the smallest of {@code dims}
     */
    public static AdaptiveClassifier fit(NestedHeads heads, Embeddings heldOut, NestingDims dims, double budget) {
        return fit(Cascade.of(heads, heldOut, dims), budget);
    }

    static AdaptiveClassifier fit(Cascade heldOut, double budget) {
        NestingDims dims = heldOut.dims();
        if (!(budget >= dims.dims().getFirst()))
            throw new IllegalArgumentException("a budget of " + budget + " dims cannot be kept: the smallest of " + dims
                    + " is always read; give at least " + dims.dims().getFirst());
        AdaptiveClassifier best = upTo(0, 0, dims);
        double most = best.score(heldOut).accuracy();
        for (int last = 1; last < dims.size(); last++) {
            AdaptiveClassifier candidate = within(budget, last, heldOut);
            double accuracy = candidate.score(heldOut).accuracy();
            if (accuracy > most) {
                most = accuracy;
                best = candidate;
            }
        }
        return best;
    }

    /** The highest threshold within the budget, found by halving: a higher one never stops earlier. */
    private static AdaptiveClassifier within(double budget, int last, Cascade heldOut) {
        int kept = -1, exceeded = THRESHOLDS;
        while (exceeded - kept > 1) {
            int middle = (kept + exceeded) / 2;
            double expected =
                    upTo(last, step(middle), heldOut.dims()).score(heldOut).expectedDims();
            if (expected > budget) exceeded = middle;
            else kept = middle;
        }
        return kept < 0 ? upTo(0, 0, heldOut.dims()) : upTo(last, step(kept), heldOut.dims());
    }

    /** One threshold for the dims below the {@code last}-th, which always decides. */
    private static AdaptiveClassifier upTo(int last, double threshold, NestingDims dims) {
        return new AdaptiveClassifier(
                dims,
                IntStream.range(0, dims.size() - 1)
                        .mapToObj(d -> d < last ? threshold : 0)
                        .toList());
    }

    private static double step(int i) {
        return LEAST + (1 - LEAST) * i / (THRESHOLDS - 1);
    }

    /**
     * What one example was taken for, and at which dim.
     *
     * @param confidence the probability of the class
     */
    public record Decision(int dim, int classId, float confidence) {}

    /** Classifies one example [D], reading no more of it than it takes. */
    public Decision classify(NestedHeads heads, float[] z) {
        for (int d = 0; ; d++) {
            int dim = dims.dims().get(d);
            float[] p = heads.probabilities(z, dim);
            int top = Cascade.top(p);
            if (d == thresholds.size() || p[top] > thresholds.get(d)) return new Decision(dim, top, p[top]);
        }
    }

    /** Classifies examples [Q, D], labelled, at least one, and counts. */
    public AdaptiveScore score(NestedHeads heads, Embeddings queries) {
        return score(Cascade.of(heads, queries, dims));
    }

    AdaptiveScore score(Cascade queries) {
        double right = 0, expected = 0, cumulative = 0, oracle = 0, full = 0;
        for (int q = 0; q < queries.rows(); q++) {
            int stop = stop(queries.confidence()[q]);
            boolean[] correct = queries.right()[q];
            if (correct[stop]) right++;
            if (correct[dims.size() - 1]) full++;
            if (IntStream.range(0, dims.size()).anyMatch(d -> correct[d])) oracle++;
            expected += dims.dims().get(stop);
            for (int d = 0; d <= stop; d++) cumulative += dims.dims().get(d);
        }
        int n = queries.rows();
        return new AdaptiveScore(right / n, expected / n, cumulative / n, oracle / n, full / n);
    }

    private int stop(float[] confidence) {
        int d = 0;
        while (d < thresholds.size() && confidence[d] <= thresholds.get(d)) d++;
        return d;
    }

    /**
     * The mean over 30 random splits of {@code queries} [Q, D], labelled: a fifth to learn thresholds on, the rest to
     * classify.
     */
    public static AdaptiveScore evaluate(NestedHeads heads, Embeddings queries, NestingDims dims, long seed) {
        return splits(Cascade.of(heads, queries, dims), HELD_OUT, AdaptiveClassifier::fit, seed);
    }

    /**
     * The same with a budget of dims: a half to learn how to spend it, the rest to classify. Dims are not held to the
     * budget there, and may come out a little above or below.
     */
    public static AdaptiveScore evaluate(
            NestedHeads heads, Embeddings queries, NestingDims dims, double budget, long seed) {
        return splits(Cascade.of(heads, queries, dims), HELD_OUT_FOR_BUDGET, part -> fit(part, budget), seed);
    }

    private static AdaptiveScore splits(
            Cascade all, double share, Function<Cascade, AdaptiveClassifier> learn, long seed) {
        int held = (int) (share * all.rows());
        if (held < 1)
            throw new IllegalArgumentException("adaptive classification learns thresholds on a share of " + share
                    + " of the examples: give 5 or more, got " + all.rows());
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, all.rows()).boxed().toList());
        Random random = new Random(seed);
        List<AdaptiveScore> scores = new ArrayList<>();
        for (int split = 0; split < SPLITS; split++) {
            Collections.shuffle(order, random);
            AdaptiveClassifier learned = learn.apply(part(all, order.subList(0, held)));
            scores.add(learned.score(part(all, order.subList(held, all.rows()))));
        }
        return AdaptiveScore.mean(scores);
    }

    private static Cascade part(Cascade all, List<Integer> rows) {
        return all.select(rows.stream().mapToInt(row -> row).toArray());
    }
}
