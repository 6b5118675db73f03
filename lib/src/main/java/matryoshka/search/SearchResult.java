package matryoshka.search;

import java.util.List;

/**
 * The nearest rows, nearest first (ties by row), and what finding them cost: the number of distances computed, to
 * rows and, in a tree, to the bounding boxes of nodes, which cost as much.
 */
public record SearchResult(List<Neighbor> neighbors, long distanceComputations) {
    public SearchResult {
        neighbors = List.copyOf(neighbors);
    }

    /** The nearest row. */
    public Neighbor nearest() {
        return neighbors.getFirst();
    }
}
