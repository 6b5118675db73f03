package matryoshka.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A cheap search at few dims whose list is sorted again at more and more of them, and cut each time (arXiv:2205.13147,
 * section 4.3.1).
 *
 * @param shortlistDim D_s: where the whole database is searched
 * @param stages what becomes of the list, in this order
 */
public record Funnel(int shortlistDim, List<Stage> stages) {
    /**
     * The {@code keep} nearest of the list so far are sorted again by their first {@code dim} numbers.
     *
     * @param dim D_r
     */
    public record Stage(int keep, int dim) {
        public Stage {
            if (keep < 1 || dim < 1)
                throw new IllegalArgumentException(
                        "a stage keeps 1 or more rows at 1 or more dims, got " + keep + " at " + dim);
        }
    }

    public Funnel {
        stages = List.copyOf(stages);
        if (stages.isEmpty())
            throw new IllegalArgumentException("a funnel needs a stage that sorts its shortlist again, got none");
        int dim = shortlistDim, keep = Integer.MAX_VALUE;
        if (dim < 1) throw new IllegalArgumentException("the shortlist needs 1 or more dims, got " + dim);
        for (Stage stage : stages) {
            if (stage.dim <= dim || stage.keep > keep)
                throw new IllegalArgumentException(
                        "each stage takes more dims and not more rows than the one before, got " + shortlistDim
                                + " dims, then " + stages);
            dim = stage.dim;
            keep = stage.keep;
        }
    }

    /** Adaptive retrieval: the {@code keep} nearest at {@code shortlistDim} are sorted again at {@code rerankDim}. */
    public static Funnel adaptive(int shortlistDim, int keep, int rerankDim) {
        return new Funnel(shortlistDim, List.of(new Stage(keep, rerankDim)));
    }

    /** This funnel with a further stage. */
    public Funnel then(int keep, int dim) {
        List<Stage> more = new ArrayList<>(stages);
        more.add(new Stage(keep, dim));
        return new Funnel(shortlistDim, more);
    }

    /** D_s and every D_r, ascending. */
    List<Integer> dims() {
        List<Integer> dims = new ArrayList<>(List.of(shortlistDim));
        for (Stage stage : stages) dims.add(stage.dim);
        return dims;
    }

    /** What one query costs if an exact scan of {@code rows} rows makes the shortlist: N·D_s + Σ k_i·d_i. */
    public SearchCost cost(long rows) {
        SearchCost cost = SearchCost.of(rows, shortlistDim);
        for (Stage stage : stages) cost = cost.plus(SearchCost.of(stage.keep, stage.dim));
        return cost;
    }
}
