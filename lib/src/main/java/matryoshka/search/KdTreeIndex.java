package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * A k-d tree: rows halved at the median of their widest dim until few are left, each node with its bounding box;
 * search descends into the nearer box first and skips boxes farther than the k-th neighbour found. Exact, and equal
 * to {@link BruteForceIndex} in ties too (Friedman, Bentley and Finkel 1977, doi:10.1145/355744.355745).
 *
 * <p>Skips most rows at few dims; from about 20 dims on nearly every box must be opened, which
 * {@link SearchResult#distanceComputations} shows.
 */
public final class KdTreeIndex implements VectorIndex {
    private static final int LEAF_ROWS = 32;

    private final Embeddings database;
    private final int[] order; // rows, leaf by leaf
    private final Node root;

    private KdTreeIndex(Embeddings database) {
        this.database = database;
        this.order = new int[database.rows()];
        Arrays.setAll(order, i -> i);
        this.root = build(0, order.length);
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

    /** The rows {@code order[from..to-1]} in their box [low, high]; children null at a leaf. */
    private record Node(int from, int to, float[] low, float[] high, Node left, Node right) {}

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
        Search search = new Search(query, new TopK(k));
        search.visit(root);
        return search.nearest.result(search.computations);
    }

    private Node build(int from, int to) {
        float[] low = row(from), high = row(from);
        for (int i = from + 1; i < to; i++)
            for (int d = 0; d < low.length; d++) {
                float x = value(order[i], d);
                low[d] = Math.min(low[d], x);
                high[d] = Math.max(high[d], x);
            }
        if (to - from <= LEAF_ROWS) return new Node(from, to, low, high, null, null);
        sortBy(widest(low, high), from, to);
        int middle = (from + to) >>> 1;
        return new Node(from, to, low, high, build(from, middle), build(middle, to));
    }

    private static int widest(float[] low, float[] high) {
        int widest = 0;
        for (int d = 1; d < low.length; d++)
            if ((double) high[d] - low[d] > (double) high[widest] - low[widest]) widest = d;
        return widest;
    }

    /** Sorts by the value of one dim, then by row: both packed into a long, the value as bits in its order. */
    private void sortBy(int dim, int from, int to) {
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(value(order[from + i], dim));
            int sortable = bits ^ (bits >> 31 & Integer.MAX_VALUE);
            keys[i] = (long) sortable << 32 | order[from + i];
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) order[from + i] = (int) keys[i];
    }

    private float value(int row, int dim) {
        return database.values()[row * dimension() + dim];
    }

    private float[] row(int position) {
        return database.row(order[position]);
    }

    /** One query on its way through the tree. */
    private final class Search {
        private final float[] query;
        private final TopK nearest;
        private long computations;

        Search(float[] query, TopK nearest) {
            this.query = query;
            this.nearest = nearest;
        }

        private void visit(Node node) {
            if (node.left == null) {
                measure(node);
                return;
            }
            double left = toBox(node.left), right = toBox(node.right);
            boolean leftFirst = left <= right;
            visitUnlessFar(leftFirst ? node.left : node.right, Math.min(left, right));
            visitUnlessFar(leftFirst ? node.right : node.left, Math.max(left, right));
        }

        // A box exactly as far as the k-th neighbour may hold a tie of a lower row: it is opened.
        private void visitUnlessFar(Node node, double squared) {
            if (squared <= nearest.bound()) visit(node);
        }

        private double toBox(Node node) {
            computations++;
            return Distances.squaredToBox(query, node.low, node.high);
        }

        private void measure(Node leaf) {
            for (int i = leaf.from; i < leaf.to; i++) {
                computations++;
                int start = order[i] * dimension();
                nearest.offer(order[i], Distances.squared(query, 0, database.values(), start, dimension()));
            }
        }
    }
}
