package matryoshka.search;

import matryoshka.Embeddings;

/**
 * A k-d tree: rows halved at the median of their widest dim until few are left, each node with its bounding box;
 * search descends into the nearer box first and skips boxes farther than the k-th neighbour found. Exact, and equal
 * to {@link BruteForceIndex} in ties too (Friedman, Bentley and Finkel 1977, doi:10.1145/355744.355745).
 *
 * <p>Skips most rows at few dims; from about 20 dims on nearly every box must be opened, which
 * {@link SearchCost#distances} shows.
 */
public final class KdTreeIndex implements VectorIndex {
    private final Embeddings database;
    private final KdTree tree;

    private KdTreeIndex(Embeddings database) {
        this.database = database;
        tree = new KdTree(database);
    }

    /**
     * Builds the tree over the rows of {@code database} [N, D], which it shares; O(N log² N).
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, or rows were cut after they
     *     were normalised
     */
    public static KdTreeIndex of(Embeddings database) {
        Checks.vectors(database);
        return new KdTreeIndex(database);
    }

    @Override
    public int size() {
        return database.rows();
    }

    @Override
    public int dimension() {
        return database.dimension();
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public boolean normalized() {
        return database.isNormalized();
    }

    @Override
    public SearchResult search(float[] query, int k) {
        Checks.query(query, this);
        Checks.k(k, size());
        return new KdTreeSearch(tree, query, k).run();
    }
}
