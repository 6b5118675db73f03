package matryoshka.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The k nearest rows seen so far, sorted by squared distance, ties by row. */
final class TopK {
    private final double[] squared;
    private final int[] rows;
    private int size;

    TopK(int k) {
        squared = new double[k];
        rows = new int[k];
    }

    /** The squared distance above which a row cannot enter. */
    double bound() {
        return size < squared.length ? Double.POSITIVE_INFINITY : squared[size - 1];
    }

    void offer(int row, double distance) {
        if (size == squared.length && !precedes(row, distance, size - 1)) return;
        int at = size < squared.length ? size++ : size - 1;
        for (; at > 0 && precedes(row, distance, at - 1); at--) {
            squared[at] = squared[at - 1];
            rows[at] = rows[at - 1];
        }
        squared[at] = distance;
        rows[at] = row;
    }

    /** The rows, nearest first. */
    IntStream rows() {
        return Arrays.stream(rows, 0, size);
    }

    /** Offers all of another's rows. */
    void merge(TopK other) {
        for (int i = 0; i < other.size; i++) offer(other.rows[i], other.squared[i]);
    }

    SearchResult result(SearchCost cost) {
        List<Neighbor> neighbors = new ArrayList<>(size);
        for (int i = 0; i < size; i++) neighbors.add(new Neighbor(rows[i], (float) Math.sqrt(squared[i])));
        return new SearchResult(neighbors, cost);
    }

    private boolean precedes(int row, double distance, int other) {
        return distance < squared[other] || distance == squared[other] && row < rows[other];
    }
}
