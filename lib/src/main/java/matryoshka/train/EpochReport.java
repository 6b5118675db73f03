package matryoshka.train;

import java.util.List;

/** What validation found after an epoch, at every nesting dim. */
public record EpochReport(int epoch, List<DimensionLoss> validation) {
    public EpochReport {
        validation = List.copyOf(validation);
    }

    /** Mean cross-entropy and top-1 accuracy (a fraction) at one dim. */
    public record DimensionLoss(int dim, double loss, double accuracy) {}
}
