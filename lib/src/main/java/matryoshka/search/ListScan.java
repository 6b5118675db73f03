package matryoshka.search;

import matryoshka.Embeddings;

/**
 * One query against some rows of a store, cut to the query's dim and scaled to unit length. Every row is read into the
 * same place and nothing is kept of it, so that it takes little more time than reading it.
 *
 * <p>Sums in float give bounds of the squared distance; what they leave open is measured.
 */
final class ListScan {
    private final VectorStore store;
    private final float[] query; // [dim]
    private final int dim;
    private final double ofQuery; // its squares: 1, or 0 of one without direction
    private final boolean scaled;
    private final float[] numbers; // [dim], of the row being read
    private final double rounding; // of both sums and of scaling a row, as a share of |q|² + |x|²
    private final Candidates candidates;

    /** Looks for the k nearest to {@code query}, which is scaled, as the rows are to be if {@code scaled}. */
    ListScan(VectorStore store, float[] query, boolean scaled, int k) {
        this.store = store;
        this.query = query;
        this.scaled = scaled;
        dim = query.length;
        ofQuery = Distances.squares(query, 0, dim);
        numbers = new float[dim];
        rounding = (dim / 2.0 + 32) * Dots.ROUNDING;
        candidates = new Candidates(k, this::measured);
    }

    /** Compares the query with one row. */
    void row(int row) {
        store.read(row, dim, numbers);
        double squares = Dots.dot(numbers, numbers, 0, dim);
        if (Dots.isSound(squares)) {
            double length = scaled ? Math.sqrt(squares) : 1;
            double lengths = ofQuery + squares / (length * length);
            double squared = lengths - 2 * Dots.dot(query, numbers, 0, dim) / length;
            candidates.offer(row, squared - rounding * lengths, squared + rounding * lengths);
        } else candidates.offer(row, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private double measured(int row) {
        store.read(row, dim, numbers);
        float[] unit = scaled ? Embeddings.of(numbers, 1, dim).normalize().values() : numbers;
        return Distances.squared(query, 0, unit, 0, dim);
    }

    TopK nearest() {
        return candidates.nearest();
    }
}
