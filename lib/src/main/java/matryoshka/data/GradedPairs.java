package matryoshka.data;

import java.util.Arrays;
import java.util.List;

/** N pairs of texts, each with a similarity in [0, 1]: 0 for unrelated, 1 for the same meaning. */
public final class GradedPairs implements TrainingData<String> {
    private final TextPairs pairs;
    private final double[] scores; // [N]

    private GradedPairs(TextPairs pairs, double[] scores) {
        this.pairs = pairs;
        this.scores = scores;
    }

    /**
     * The pairs with a score each.
     *
     * @param scores [N], each in [0, 1]; {@link ScoreRange} maps other ranges onto it
     * @throws IllegalArgumentException if there are more or fewer scores than pairs, or one is not in [0, 1]
     */
    public static GradedPairs of(TextPairs pairs, double... scores) {
        if (scores.length != pairs.size())
            throw new IllegalArgumentException(
                    pairs.name() + ": " + pairs.size() + " pairs need a score each, got " + scores.length + " scores");
        for (int i = 0; i < scores.length; i++)
            if (!(scores[i] >= 0 && scores[i] <= 1))
                throw new IllegalArgumentException(
                        pairs.name() + ", pair " + i + " counted from 0: a score must be in [0, 1], got " + scores[i]
                                + "; map other ranges by ScoreRange");
        return new GradedPairs(pairs, scores.clone());
    }

    @Override
    public String name() {
        return pairs.name();
    }

    @Override
    public int size() {
        return scores.length;
    }

    /** The pairs without their scores. */
    public TextPairs pairs() {
        return pairs;
    }

    public String first(int i) {
        return pairs.first(i);
    }

    public String second(int i) {
        return pairs.second(i);
    }

    /** The similarity of pair {@code i}, in [0, 1]. */
    public double score(int i) {
        return scores[i];
    }

    /** All similarities in order [N]. */
    public double[] scores() {
        return scores.clone();
    }

    /** Both texts of pair {@code i}. */
    @Override
    public List<String> examples(int i) {
        return pairs.examples(i);
    }

    /** The pairs at {@code indices} with their scores, in that order. */
    public GradedPairs select(int... indices) {
        return new GradedPairs(
                pairs.select(indices),
                Arrays.stream(indices).mapToDouble(i -> scores[i]).toArray());
    }

    /** {@code n} pairs drawn without replacement, in their old order; all of them if {@code n} is that many or more. */
    public GradedPairs sample(int n, long seed) {
        return n >= size() ? this : select(pairs.sampled(n, seed));
    }

    /** Splits as {@link TextPairs#split} does, with its errors: pairs with the same second text stay together. */
    public Split<GradedPairs> split(double train, double validation, long seed) {
        int[][] parts = PairSplit.parts(pairs, new Shares(train, validation), seed);
        return new Split<>(select(parts[0]), select(parts[1]), select(parts[2]));
    }

    /** SHA-256 over texts and scores in order, as hex. */
    @Override
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < size(); i++)
            fingerprint.add(first(i)).add(second(i)).add(Double.toString(scores[i]));
        return fingerprint.hex();
    }

    @Override
    public String toString() {
        return pairs + ", graded";
    }
}
