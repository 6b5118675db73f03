package matryoshka.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.evaluate.RetrievalEvaluator;
import matryoshka.evaluate.SearchSpeed;
import matryoshka.search.SearchResult;
import matryoshka.search.VectorIndex;

/**
 * Chooses dim, precision, index and shortlist for a budget by measuring them on the user's own data. Half of the queries
 * choose; the other half tells what the choice loses.
 */
public final class BudgetAdvisor {
    private static final double WARM_UP_SECONDS = 0.2;
    private static final int LEAST_QUERIES = 20;

    private final List<MeasuredSetting> settings; // the first is exhaustive

    private BudgetAdvisor(List<MeasuredSetting> settings) {
        this.settings = settings;
    }

    /**
     * Measures every setting; of labelled rows and queries mAP@k, otherwise recall@k of what exhaustive search finds.
     *
     * @param database [N, D], any lengths; compared by cosine
     * @param queries [Q, D], not among the rows, 20 or more
     * @param dims to try; D is tried as well
     */
    public static BudgetAdvisor measure(Embeddings database, Embeddings queries, NestingDims dims, int k) {
        if (queries.rows() < LEAST_QUERIES)
            throw new IllegalArgumentException("an advisor needs " + LEAST_QUERIES
                    + " or more queries, half of them to check its choice, got " + queries.rows());
        NestingDims tried = dims.upTo(database.dimension());
        Embeddings units = database.normalize(), asked = queries.normalize();
        List<MeasuredSetting> measured = new ArrayList<>();
        List<SearchResult> exhaustive = null;
        for (RetrievalSettings.Setting setting : new RetrievalSettings(units, tried, k).all()) {
            VectorIndex index = setting.index().get();
            Embeddings cut = asked.prefix(index.dimension()).normalize();
            List<SearchResult> found = index.searchAll(cut, k);
            if (exhaustive == null) exhaustive = found;
            int half = queries.rows() / 2;
            measured.add(new MeasuredSetting(
                    setting.name(),
                    setting.dim(),
                    quality(units, asked, found, exhaustive, 0, half, k),
                    quality(units, asked, found, exhaustive, half, queries.rows(), k),
                    1e6 / SearchSpeed.queriesPerSecond(index, cut, k, WARM_UP_SECONDS),
                    index.bytes() / 1e6));
        }
        return new BudgetAdvisor(List.copyOf(measured));
    }

    private static double quality(
            Embeddings database,
            Embeddings queries,
            List<SearchResult> found,
            List<SearchResult> exhaustive,
            int from,
            int to,
            int k) {
        if (database.hasLabels() && queries.hasLabels())
            return RetrievalEvaluator.meanAveragePrecision(
                    database, queries.select(IntStream.range(from, to).toArray()), found.subList(from, to), k);
        return RetrievalEvaluator.recall(found.subList(from, to), exhaustive.subList(from, to));
    }

    /** All that was measured; the first is exhaustive search. */
    public List<MeasuredSetting> settings() {
        return settings;
    }

    /** Those that no other beats in quality, time and memory at once; the fastest first. */
    public List<MeasuredSetting> unbeaten() {
        return settings.stream()
                .filter(one -> settings.stream().noneMatch(other -> beats(other, one)))
                .sorted(Comparator.comparingDouble(MeasuredSetting::micros))
                .toList();
    }

    private static boolean beats(MeasuredSetting a, MeasuredSetting b) {
        return a != b
                && a.quality() >= b.quality()
                && a.micros() <= b.micros()
                && a.megabytes() <= b.megabytes()
                && (a.quality() > b.quality() || a.micros() < b.micros() || a.megabytes() < b.megabytes());
    }

    /**
     * The best setting that the budget affords; if a quality is asked, the fastest that reaches it.
     *
     * @throws IllegalArgumentException if none fits, with what comes nearest
     */
    public Advice advise(Budget budget) {
        List<MeasuredSetting> afforded =
                settings.stream().filter(budget::affords).toList();
        Comparator<MeasuredSetting> best = Comparator.comparingDouble(MeasuredSetting::quality)
                .thenComparing(
                        Comparator.comparingDouble(MeasuredSetting::micros).reversed());
        MeasuredSetting most = afforded.stream()
                .max(best)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no setting keeps to " + budget + "; the smallest takes " + least(MeasuredSetting::megabytes)
                                + " megabytes, the fastest " + least(MeasuredSetting::micros) + " microseconds"));
        MeasuredSetting chosen = budget.quality().isEmpty()
                ? most
                : afforded.stream()
                        .filter(setting -> setting.quality() >= budget.quality().getAsDouble())
                        .min(Comparator.comparingDouble(MeasuredSetting::micros))
                        .orElseThrow(() -> new IllegalArgumentException("no setting reaches "
                                + budget.quality().getAsDouble() + " within the rest of the budget; the best is "
                                + most.name() + " with " + most.quality()));
        double hindsight =
                afforded.stream().mapToDouble(MeasuredSetting::heldOut).max().orElseThrow();
        return new Advice(chosen, settings.getFirst().heldOut() - chosen.heldOut(), hindsight - chosen.heldOut());
    }

    private double least(ToDoubleFunction<MeasuredSetting> of) {
        return settings.stream().mapToDouble(of).min().orElseThrow();
    }
}
