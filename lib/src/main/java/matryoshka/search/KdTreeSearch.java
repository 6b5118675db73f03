package matryoshka.search;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One query on its way through a tree: into the nearer box first, past the boxes that are farther than the k-th
 * neighbour found. Distances in float, diminished by their worst rounding, rule out; what is left is measured.
 */
final class KdTreeSearch {
    private static final VectorSpecies<Float> BOX = FloatVector.SPECIES_256;
    private static final VectorSpecies<Float> LEAF = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = LEAF.length();
    private static final int SPARE_ROUNDINGS = 16;

    private final KdTree tree;
    private final int rows;
    private final float[] query; // zeros up to the width of a box
    private final int dim;
    private final float certain; // of a distance in float, the share that rounding cannot have added
    private final IntPredicate wanted; // of rows
    private final TopK nearest;
    private long computations;

    KdTreeSearch(KdTree tree, float[] query, int k, IntPredicate wanted) {
        this.wanted = wanted;
        this.tree = tree;
        rows = tree.rows().rows();
        dim = query.length;
        this.query = Arrays.copyOf(query, tree.width());
        certain = 1 - (dim + SPARE_ROUNDINGS) * 0x1p-23f;
        nearest = new TopK(k);
    }

    SearchResult run() {
        visit(0, 0, rows);
        return nearest.result(SearchCost.of(computations, dim));
    }

    /** A box not yet opened, and its rows. */
    private record Bin(float squared, int node, int from, int to) implements Comparable<Bin> {
        @Override
        public int compareTo(Bin other) {
            return squared == other.squared ? Integer.compare(from, other.from) : Float.compare(squared, other.squared);
        }
    }

    /** The nearest of the rows in the {@code leaves} nearest leaves, going on until there are k. */
    SearchResult bestBins(int leaves) {
        PriorityQueue<Bin> bins = new PriorityQueue<>();
        bins.add(new Bin(0, 0, 0, rows));
        while (!bins.isEmpty() && (leaves > 0 || nearest.bound() == Double.POSITIVE_INFINITY)) {
            Bin bin = bins.poll();
            if (isFar(bin.squared)) break;
            while (bin.to - bin.from > KdTree.LEAF_ROWS) bin = nearer(bin, bins);
            measure(bin.from, bin.to);
            leaves--;
        }
        return nearest.result(SearchCost.of(computations, dim));
    }

    private Bin nearer(Bin bin, PriorityQueue<Bin> bins) {
        int middle = KdTree.middle(bin.from, bin.to), other = KdTree.right(bin.node, bin.from, bin.to);
        Bin left = new Bin(toBox(bin.node + 1), bin.node + 1, bin.from, middle);
        Bin right = new Bin(toBox(other), other, middle, bin.to);
        boolean isLeft = left.squared <= right.squared;
        bins.add(isLeft ? right : left);
        return isLeft ? left : right;
    }

    private void visit(int node, int from, int to) {
        if (to - from <= KdTree.LEAF_ROWS) {
            measure(from, to);
            return;
        }
        int middle = KdTree.middle(from, to), other = KdTree.right(node, from, to);
        float left = toBox(node + 1), right = toBox(other);
        if (left <= right) {
            if (!isFar(left)) visit(node + 1, from, middle);
            if (!isFar(right)) visit(other, middle, to);
        } else {
            if (!isFar(right)) visit(other, middle, to);
            if (!isFar(left)) visit(node + 1, from, middle);
        }
    }

    // A box exactly as far as the k-th neighbour may hold a tie of a lower row: it is opened.
    private boolean isFar(float squared) {
        return squared * certain > nearest.bound() && squared < Float.POSITIVE_INFINITY;
    }

    /** The squared distance to a box; infinite where float does not reach. */
    private float toBox(int node) {
        computations++;
        float[] lows = tree.lows(), highs = tree.highs();
        int box = node * tree.width();
        FloatVector sum = FloatVector.zero(BOX);
        for (int d = 0; d < tree.width(); d += BOX.length()) {
            FloatVector q = FloatVector.fromArray(BOX, query, d);
            FloatVector below = FloatVector.fromArray(BOX, lows, box + d).sub(q);
            FloatVector above = q.sub(FloatVector.fromArray(BOX, highs, box + d));
            FloatVector outside = below.max(above).max(0);
            sum = outside.fma(outside, sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private void measure(int from, int to) {
        computations += to - from;
        float[] leaves = tree.leaves();
        int leaf = tree.leaf(from);
        for (int r = 0; r < to - from; r += LANES) {
            FloatVector sum = FloatVector.zero(LEAF);
            for (int d = 0, at = leaf + r; d < dim; d++, at += KdTree.LEAF_ROWS) {
                FloatVector away = FloatVector.fromArray(LEAF, leaves, at).sub(query[d]);
                sum = away.fma(away, sum);
            }
            float limit = (float) Math.min(nearest.bound(), Float.MAX_VALUE);
            long near = sum.mul(certain)
                    .compare(VectorOperators.GT, Math.nextUp(limit))
                    .not()
                    .toLong();
            near |= sum.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY).toLong();
            for (; near != 0; near &= near - 1) offer(from + r + Long.numberOfTrailingZeros(near), to);
        }
    }

    private void offer(int position, int end) {
        if (position >= end) return;
        int row = tree.row(position);
        if (!wanted.test(row)) return;
        nearest.offer(row, Distances.squared(query, 0, tree.rows().values(), row * dim, dim));
    }
}
