package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/**
 * Compares the query with every row: exact, N distances a query. Vectorised dot products give lower bounds; what they
 * do not rule out is measured by the plain loop, so results equal it to the last bit and identical rows are at 0.
 */
public final class BruteForceIndex extends RowIndex {
    private static final long SMALL = 1 << 18; // numbers that a second thread would not read sooner

    private final int[] dims;
    private final Prefixes rows;

    private BruteForceIndex(Embeddings database) {
        super(database);
        this.dims = new int[] {database.dimension()};
        this.rows = new Prefixes(database, dims, Space.RAW);
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

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    SearchResult find(float[] query, int k) {
        int parts = (int) Math.clamp(
                (long) size() * dimension() / SMALL, 1, Runtime.getRuntime().availableProcessors());
        Prefixes asked = prefixes(query);
        List<TopK> found = IntStream.range(0, parts)
                .parallel()
                .mapToObj(p -> new RowScan(rows, asked, 0, k)
                        .rows(part(p, parts), part(p + 1, parts))
                        .nearest())
                .toList();
        TopK nearest = new TopK(k);
        found.forEach(nearest::merge);
        return nearest.result(SearchCost.of(size(), dimension()));
    }

    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        RowScan scan = new RowScan(rows, prefixes(query), 0, k);
        among.stream().forEach(scan::row);
        return scan.nearest().result(SearchCost.of(among.cardinality(), dimension()));
    }

    private Prefixes prefixes(float[] query) {
        return new Prefixes(Embeddings.of(query, 1, dimension()), dims, Space.RAW);
    }

    private int part(int p, int parts) {
        return (int) ((long) size() * p / parts);
    }

    @Override
    public List<SearchResult> searchAll(Embeddings queries, int k) {
        Checks.query(queries, this);
        Checks.k(k, size());
        return BlockScan.search(rows, new Prefixes(queries, dims, Space.RAW), k).getFirst();
    }
}
