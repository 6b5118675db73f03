package matryoshka.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How adaptive classification fares.
 *
 * @param accuracy of the dims it stops at
 * @param expectedDims Σ P(stop at m)·m: what is stored and read if the dim were known beforehand, as arXiv:2205.13147
 *     counts
 * @param cumulativeDims what all heads on the way read together: Σ P(stop at m)·(all dims up to m)
 * @param oracle the share of examples that at least one of the dims is right about
 * @param full the accuracy of the largest dim alone
 */
public record AdaptiveScore(double accuracy, double expectedDims, double cumulativeDims, double oracle, double full) {
    /** The share of what an oracle gains over the largest dim that is gained; below 0 if accuracy is lost. */
    public double oracleGapClosed() {
        return oracle == full ? 0 : (accuracy - full) / (oracle - full);
    }

    static AdaptiveScore mean(List<AdaptiveScore> scores) {
        return new AdaptiveScore(
                mean(scores, AdaptiveScore::accuracy),
                mean(scores, AdaptiveScore::expectedDims),
                mean(scores, AdaptiveScore::cumulativeDims),
                mean(scores, AdaptiveScore::oracle),
                mean(scores, AdaptiveScore::full));
    }

    private static double mean(List<AdaptiveScore> scores, ToDoubleFunction<AdaptiveScore> value) {
        return scores.stream().mapToDouble(value).average().orElseThrow();
    }
}
