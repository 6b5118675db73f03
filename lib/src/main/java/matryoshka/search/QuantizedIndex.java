package matryoshka.search;

import java.util.BitSet;
import matryoshka.Embeddings;

/**
 * Compares the query with all rows in a coarse {@link Precision}, and measures the nearest of them again in float32.
 * Approximate: a neighbour that the codes put too far away is not found.
 */
public final class QuantizedIndex extends RowIndex {
    private static final int ROWS_AT_ONCE = 256;

    private final Codes codes;
    private final int rescored;

    private QuantizedIndex(Embeddings database, Codes codes, int rescored) {
        super(database);
        this.codes = codes;
        this.rescored = rescored;
    }

    /**
     * Encodes the rows of {@code database} [N, D], which it shares for rescoring.
     *
     * @param rescored of k neighbours, k times so many rows are measured again, 1 or more
     * @throws IllegalArgumentException if there is no row, a number is NaN, infinite or beyond the precision, or rows
     *     were cut after they were normalised
     */
    public static QuantizedIndex of(Embeddings database, Precision precision, int rescored) {
        Checks.vectors(database);
        if (rescored < 1)
            throw new IllegalArgumentException(
                    "of k neighbours, k times 1 or more rows are measured again, got " + rescored);
        return new QuantizedIndex(database, precision.encode(database), rescored);
    }

    /** The same codes, with another number of rows measured again. */
    public QuantizedIndex withRescored(int rescored) {
        return new QuantizedIndex(database, codes, rescored);
    }

    @Override
    public boolean exact() {
        return false;
    }

    /** The codes alone: the vectors are read for what is rescored. */
    @Override
    public long bytes() {
        return codes.bytes();
    }

    @Override
    SearchResult find(float[] query, int k) {
        int wanted = wanted(k, size());
        TopK coarse = Parts.nearest(size(), dimension(), wanted, (from, to) -> coarse(query, wanted, from, to));
        return rescored(query, k, coarse, size());
    }

    private TopK coarse(float[] query, int wanted, int from, int to) {
        TopK nearest = new TopK(wanted);
        Codes.Asked asked = codes.ask(query);
        float[] away = new float[ROWS_AT_ONCE];
        for (int first = from; first < to; first += ROWS_AT_ONCE) {
            int end = Math.min(to, first + ROWS_AT_ONCE);
            asked.compare(first, end, away);
            for (int i = 0; i < end - first; i++) if (away[i] <= nearest.bound()) nearest.offer(first + i, away[i]);
        }
        return nearest;
    }

    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        int left = among.cardinality();
        TopK nearest = new TopK(wanted(k, left));
        Codes.Asked asked = codes.ask(query);
        float[] away = new float[1];
        among.stream().forEach(row -> {
            asked.compare(row, row + 1, away);
            nearest.offer(row, away[0]);
        });
        return rescored(query, k, nearest, left);
    }

    private int wanted(int k, int rows) {
        return (int) Math.min(rows, (long) k * rescored);
    }

    private SearchResult rescored(float[] query, int k, TopK coarse, int compared) {
        return measured(query, k, coarse.rows())
                .result(SearchCost.of((long) compared + wanted(k, compared), dimension()));
    }
}
