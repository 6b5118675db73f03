package matryoshka.search;

import java.util.BitSet;
import matryoshka.Embeddings;

/**
 * A k-d tree: rows halved at the median of their widest dim until few are left, each node with its bounding box;
 * search descends into the nearer box first and skips boxes farther than the k-th neighbour found. Exact, and equal
 * to {@link BruteForceIndex} in ties too (Friedman, Bentley and Finkel 1977, doi:10.1145/355744.355745).
 *
 * <p>Skips most rows at few dims; from about 20 dims on nearly every box must be opened, which
 * {@link SearchCost#distances} shows.
 */
public final class KdTreeIndex extends RowIndex {
    private final KdTree tree;

    private KdTreeIndex(Embeddings database) {
        super(database);
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

    /** The vectors twice, as rows and in leaves, and the boxes. */
    @Override
    public long bytes() {
        return vectorBytes() + tree.bytes();
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    SearchResult find(float[] query, int k) {
        return new KdTreeSearch(tree, query, k, row -> true).run();
    }

    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        return new KdTreeSearch(tree, query, k, among::get).run();
    }
}
