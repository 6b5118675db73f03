package matryoshka.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Exact search of many queries at every prefix: blocks of queries in parallel, each reading the database once. */
final class BlockScan {
    private static final int LARGEST_BLOCK = 512;

    private BlockScan() {}

    /** The k nearest rows for every dim and query [dims][queries]. */
    static List<List<SearchResult>> search(Prefixes database, Prefixes queries, int k) {
        SearchResult[][] results = new SearchResult[database.dims().length][queries.rows()];
        SearchCost[] costs = Arrays.stream(database.dims())
                .mapToObj(dim -> SearchCost.of(database.rows(), dim))
                .toArray(SearchCost[]::new);
        int size = blockSize(queries.rows());
        IntStream.range(0, Math.ceilDiv(queries.rows(), size)).parallel().forEach(b -> {
            int from = b * size, to = Math.min(queries.rows(), from + size);
            TopK[][] nearest = new QueryBlock(database, queries, from, to, k).scan();
            for (int d = 0; d < nearest.length; d++)
                for (int i = 0; i < to - from; i++) results[d][from + i] = nearest[d][i].result(costs[d]);
        });
        List<List<SearchResult>> lists = new ArrayList<>();
        for (SearchResult[] atDim : results) lists.add(Arrays.asList(atDim));
        return lists;
    }

    // Large blocks read the database less often; small ones keep every thread busy.
    private static int blockSize(int queries) {
        int share = Math.ceilDiv(queries, 2 * Runtime.getRuntime().availableProcessors());
        return Math.clamp(Math.ceilDiv(share, Tile.QUERIES) * Tile.QUERIES, Tile.QUERIES, LARGEST_BLOCK);
    }
}
