package matryoshka.train;

import java.util.List;

/**
 * What validation found after an epoch, at every nesting dim.
 *
 * @param metric what the scores are, such as accuracy; the higher the better
 */
public record EpochReport(int epoch, String metric, List<DimensionLoss> validation) {
    public EpochReport {
        validation = List.copyOf(validation);
    }

    /** The mean loss over batches, unweighted, and the score over all, at one dim. */
    public record DimensionLoss(int dim, double loss, double score) {}
}
