package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import matryoshka.Embeddings;

/**
 * Compares the query with every row: exact, N distances a query. Vectorised dot products give lower bounds; what they
 * do not rule out is measured by the plain loop, so results equal it to the last bit and identical rows are at 0.
 */
public final class BruteForceIndex extends RowIndex {
    private static final int COLUMNS_UP_TO = 64; // dims; of more, memory sets the pace either way

    private final Prefixes rows;
    private final Columns columns; // or null

    private BruteForceIndex(Embeddings database) {
        super(database);
        rows = Prefixes.whole(database);
        columns = database.dimension() > COLUMNS_UP_TO ? null : new Columns(database);
    }

    /**
     * An index over the rows of {@code database} [N, D], which it shares.
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, or rows were cut after they
     *     were normalised
     */
    public static BruteForceIndex of(Embeddings database) {
        Checks.vectors(database);
        return new BruteForceIndex(database);
    }

    /** The vectors; up to 64 dims twice. */
    @Override
    public long bytes() {
        return vectorBytes() + (columns == null ? 0 : columns.bytes());
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    SearchResult find(float[] query, int k) {
        Prefixes asked = Prefixes.whole(query);
        return Parts.nearest(size(), dimension(), k, (from, to) -> {
                    RowScan scan = new RowScan(rows, asked, 0, k);
                    return (columns == null ? scan.rows(from, to) : scan.rows(columns, from, to)).nearest();
                })
                .result(SearchCost.of(size(), dimension()));
    }

    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        return compared(rows, query, k, among);
    }

    @Override
    public List<SearchResult> searchAll(Embeddings queries, int k) {
        Checks.query(queries, this);
        Checks.k(k, size());
        return BlockScan.search(rows, Prefixes.whole(queries), k).getFirst();
    }
}
