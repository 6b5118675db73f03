package matryoshka.evaluate;

/**
 * Accuracies at one dim, as fractions 0..1: {@code top1} by the classifier head, {@code oneNn} by the label of the
 * nearest training embedding.
 */
public record DimensionScore(int dim, double top1, double oneNn) {
    public DimensionScore {
        if (dim < 1) throw new IllegalArgumentException("a score belongs to a dim of 1 or more, got " + dim);
        requireFraction("top1", top1);
        requireFraction("oneNn", oneNn);
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1))
            throw new IllegalArgumentException(name + " must be a fraction 0..1 (percent / 100), got " + value);
    }
}
