package matryoshka.search;

/**
 * What a search cost.
 *
 * @param distances computed to rows and, in a tree, to the boxes of nodes, which cost as much
 * @param numbers of the database that went into them: the distances times their dims, as arXiv:2205.13147 counts
 *     operations
 */
public record SearchCost(long distances, long numbers) {
    /** So many distances of {@code dim} numbers each. */
    static SearchCost of(long distances, int dim) {
        return new SearchCost(distances, distances * dim);
    }

    SearchCost plus(SearchCost other) {
        return new SearchCost(distances + other.distances, numbers + other.numbers);
    }

    /** Millions of operations, a number of the database being one. */
    public double megaFlops() {
        return numbers / 1e6;
    }
}
