package matryoshka.data;

/** The range people scored in, such as 0 to 5, which {@link #unit} maps onto 0 to 1. */
public record ScoreRange(double lowest, double highest) {
    public ScoreRange {
        if (!(lowest < highest && Double.isFinite(highest - lowest)))
            throw new IllegalArgumentException("a range of scores needs finite bounds, lowest < highest, got " + lowest
                    + " and " + highest + ": name the lower bound first, such as 0 and 5");
    }

    /**
     * {@code (score - lowest) / (highest - lowest)}.
     *
     * @throws IllegalArgumentException if the score is outside the range
     */
    public double unit(double score) {
        if (!(score >= lowest && score <= highest))
            throw new IllegalArgumentException("the score " + score + " is outside " + lowest + " to " + highest
                    + "; correct it or name the range the scores have");
        return (score - lowest) / (highest - lowest);
    }

    /** The same of a cell; errors begin with {@code where}. */
    double unit(String where, String cell) {
        try {
            return unit(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    where + ": the score " + Names.quote(cell) + " is not a number; write it like 2.5", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
