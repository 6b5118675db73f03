package matryoshka.train;

import static matryoshka.train.Ranges.atLeast;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ends a training when validation no longer improves, and gives the model its best epoch's weights back.
 *
 * @param patience epochs without improvement after which training ends; 0: it never ends early, and keeps its last
 *     weights
 * @param dims whose mean score is watched; none: all nesting dims
 */
public record EarlyStopping(int patience, List<Integer> dims) {
    public EarlyStopping {
        atLeast(0, "patience", patience);
        dims = List.copyOf(dims);
    }

    public static EarlyStopping never() {
        return new EarlyStopping(0, List.of());
    }

    /** Watches the mean score over all nesting dims. */
    public static EarlyStopping onMean(int patience) {
        return new EarlyStopping(patience, List.of());
    }

    /** Watches the score at one dim. */
    public static EarlyStopping onDim(int dim, int patience) {
        return new EarlyStopping(patience, List.of(dim));
    }

    /** Whether training may end early, and keeps its best epoch. */
    public boolean endsEarly() {
        return patience > 0;
    }

    /** The mean score of an epoch over the dims watched. */
    double score(EpochReport epoch) {
        return epoch.validation().stream()
                .filter(at -> dims.isEmpty() || dims.contains(at.dim()))
                .mapToDouble(EpochReport.DimensionLoss::score)
                .average()
                .orElseThrow();
    }

    /** The first epoch of the highest score, among those validated; a score that is no number is the lowest. */
    Optional<EpochReport> best(List<EpochReport> epochs) {
        return epochs.stream().max(Comparator.comparingDouble(this::rank).thenComparing(epoch -> -epoch.epoch()));
    }

    private double rank(EpochReport epoch) {
        double score = score(epoch);
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    boolean isOver(List<EpochReport> epochs) {
        return endsEarly()
                && best(epochs)
                        .filter(best -> epochs.getLast().epoch() - best.epoch() >= patience)
                        .isPresent();
    }
}
