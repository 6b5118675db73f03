package matryoshka.experiment;

/**
 * A setting chosen for a budget.
 *
 * @param regret what it loses on held-out queries against exhaustive search, exact at the full dim; below 0 if it finds
 *     more
 * @param hindsight what it loses there against the best setting that the budget affords
 */
public record Advice(MeasuredSetting chosen, double regret, double hindsight) {}
