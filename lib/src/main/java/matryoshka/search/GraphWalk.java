package matryoshka.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One search through a graph: greedily down the levels; then, on the lowest, the links of the nearest row are followed
 * whose links have not been, among the {@code breadth} nearest found so far, until all of theirs have (arXiv:1603.09320,
 * algorithm 2, with both of its queues in one).
 */
final class GraphWalk {
    private static final int FOLLOWED = 1; // an entry's last bit

    private final Graph graph;
    private final Similarities.Scorer scorer;
    private final long[] nearest; // ascending: the distance in sortable bits, the row, whether its links were followed
    private final long[] seen; // a bit a row
    private int[] rows;
    private float[] scores;
    private int size;
    private int first; // of the nearest, whose links have not been followed
    private long compared;

    GraphWalk(Graph graph, Similarities.Scorer scorer, int breadth) {
        this.graph = graph;
        this.scorer = scorer;
        nearest = new long[breadth];
        seen = new long[Math.ceilDiv(graph.rows(), Long.SIZE)];
        rows = new int[graph.mostLinks()];
        scores = new float[graph.mostLinks()];
    }

    /** Walks; the rows found, nearest first. */
    IntStream run() {
        rows[0] = descend();
        see(rows[0]);
        compare(1);
        while (first < size) {
            long entry = nearest[first];
            nearest[first++] |= FOLLOWED;
            follow(row(entry));
            while (first < size && (nearest[first] & FOLLOWED) != 0) first++;
        }
        return Arrays.stream(nearest, 0, size).mapToInt(GraphWalk::row);
    }

    /** Distances computed. */
    long compared() {
        return compared;
    }

    private int descend() {
        int row = graph.entry();
        float score = scorer.score(row);
        compared++;
        for (int level = graph.levels() - 1; level > 0; level--)
            for (boolean nearer = true; nearer; ) {
                nearer = false;
                int[] links = graph.links(level, row);
                scorer.bulkScore(links, scores, links.length);
                compared += links.length;
                for (int i = 0; i < links.length; i++)
                    if (scores[i] > score) {
                        score = scores[i];
                        row = links[i];
                        nearer = true;
                    }
            }
        return row;
    }

    private void follow(int row) {
        int[] links = graph.lowest();
        int start = graph.start(row), count = 0;
        for (int at = start + 1; at <= start + links[start]; at++) if (see(links[at])) rows[count++] = links[at];
        compare(count);
    }

    /** Whether it had not been seen. */
    private boolean see(int row) {
        long bit = 1L << row;
        if ((seen[row >> 6] & bit) != 0) return false;
        seen[row >> 6] |= bit;
        return true;
    }

    private void compare(int count) {
        scorer.bulkScore(rows, scores, count);
        compared += count;
        for (int i = 0; i < count; i++) {
            long entry = entry(scores[i], rows[i]);
            if (size < nearest.length || entry < nearest[size - 1]) insert(entry);
        }
    }

    private void insert(long entry) {
        if (size < nearest.length) size++;
        int at = size - 1;
        for (; at > 0 && nearest[at - 1] > entry; at--) nearest[at] = nearest[at - 1];
        nearest[at] = entry;
        first = Math.min(first, at);
    }

    private static long entry(float score, int row) {
        int bits = Float.floatToRawIntBits(-score);
        return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | (long) row << 1;
    }

    private static int row(long entry) {
        return (int) entry >>> 1;
    }
}
