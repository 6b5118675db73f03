package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/**
 * The boxes and leaves of a k-d tree in flat arrays. Rows are halved at whole leaves along their widest dim; nodes are
 * numbered root first, then all of its left subtree, then all of its right one.
 */
final class KdTree {
    static final int LEAF_ROWS = 32;
    private static final int ALIGNMENT = 8;

    private final Embeddings rows;
    private final int dim;
    private final int width; // dim, rounded up; zeros are added to boxes and queries alike
    private final int[] order; // rows, leaf by leaf
    private final float[] lows; // [nodes, width]
    private final float[] highs;
    private final float[] leaves; // [leaves, dim, LEAF_ROWS]

    KdTree(Embeddings rows) {
        this.rows = rows;
        dim = rows.dimension();
        width = Math.ceilDiv(dim, ALIGNMENT) * ALIGNMENT;
        order = new int[rows.rows()];
        Arrays.setAll(order, i -> i);
        int leafCount = leaves(0, order.length);
        int nodes = Math.multiplyExact(2 * leafCount - 1, width);
        lows = new float[nodes];
        highs = new float[nodes];
        leaves = new float[Math.multiplyExact(leafCount, dim * LEAF_ROWS)];
        build(0, 0, order.length);
    }

    private static int leaves(int from, int to) {
        return Math.ceilDiv(to - from, LEAF_ROWS);
    }

    /** Where the right half of the rows {@code from..to-1} begins. */
    static int middle(int from, int to) {
        return from + leaves(from, to) / 2 * LEAF_ROWS;
    }

    /** The right child of {@code node}, whose rows are {@code from..to-1}; the left one is {@code node + 1}. */
    static int right(int node, int from, int to) {
        return node + 2 * (leaves(from, to) / 2);
    }

    private void build(int node, int from, int to) {
        int box = node * width;
        for (int d = 0; d < dim; d++) {
            float low = Float.POSITIVE_INFINITY, high = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                float x = value(order[i], d);
                low = Math.min(low, x);
                high = Math.max(high, x);
            }
            lows[box + d] = low;
            highs[box + d] = high;
        }
        if (to - from <= LEAF_ROWS) {
            fill(from, to);
            return;
        }
        sortBy(widest(box), from, to);
        int middle = middle(from, to);
        build(node + 1, from, middle);
        build(right(node, from, to), middle, to);
    }

    private void fill(int from, int to) {
        int leaf = leaf(from);
        for (int i = from; i < to; i++)
            for (int d = 0; d < dim; d++) leaves[leaf + d * LEAF_ROWS + i - from] = value(order[i], d);
    }

    private int widest(int box) {
        int widest = 0;
        for (int d = 1; d < dim; d++)
            if ((double) highs[box + d] - lows[box + d] > (double) highs[box + widest] - lows[box + widest]) widest = d;
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

    private float value(int row, int d) {
        return rows.values()[row * dim + d];
    }

    Embeddings rows() {
        return rows;
    }

    long bytes() {
        return Float.BYTES * ((long) lows.length + highs.length + leaves.length) + (long) Integer.BYTES * order.length;
    }

    /** Numbers of a box. */
    int width() {
        return width;
    }

    /** The row at a position in the order of the leaves. */
    int row(int position) {
        return order[position];
    }

    float[] lows() {
        return lows;
    }

    float[] highs() {
        return highs;
    }

    float[] leaves() {
        return leaves;
    }

    /** Where the leaf that begins at position {@code from} lies among {@link #leaves()}: [dim, LEAF_ROWS]. */
    int leaf(int from) {
        return from * dim;
    }
}
