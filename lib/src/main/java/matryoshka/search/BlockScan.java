package matryoshka.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Exact search of many queries at every prefix: blocks of queries in parallel, each reading the database once. */
final class BlockScan {
    private static final int LARGEST_BLOCK = 256;

    private BlockScan() {}

    /** The k nearest rows for every dim and query [dims][queries]. */
    static List<List<SearchResult>> search(Prefixes database, Prefixes queries, int k) {
        TopK[][] nearest = new TopK[database.dims().length][queries.rows()];
        for (TopK[] atDim : nearest) Arrays.setAll(atDim, i -> new TopK(k));
        int size = blockSize(queries.rows());
        IntStream.range(0, Math.ceilDiv(queries.rows(), size)).parallel().forEach(b -> {
            int to = Math.min(queries.rows(), (b + 1) * size);
            new QueryBlock(database, queries, b * size, to, nearest).scan();
        });
        List<List<SearchResult>> results = new ArrayList<>();
        for (TopK[] atDim : nearest)
            results.add(
                    Arrays.stream(atDim).map(top -> top.result(database.rows())).toList());
        return results;
    }

    // Large blocks read the database less often; small ones keep every thread busy.
    private static int blockSize(int queries) {
        int share = Math.ceilDiv(queries, Runtime.getRuntime().availableProcessors());
        return Math.clamp(Math.ceilDiv(share, Tile.QUERIES) * Tile.QUERIES, Tile.QUERIES, LARGEST_BLOCK);
    }
}
