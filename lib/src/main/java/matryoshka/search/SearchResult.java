package matryoshka.search;

import java.util.List;

/** The nearest rows, nearest first (ties by row), and what finding them cost. */
public record SearchResult(List<Neighbor> neighbors, SearchCost cost) {
    static final SearchResult NOTHING = new SearchResult(List.of(), new SearchCost(0, 0));

    public SearchResult {
        neighbors = List.copyOf(neighbors);
    }

    /** The nearest row. */
    public Neighbor nearest() {
        return neighbors.getFirst();
    }
}
