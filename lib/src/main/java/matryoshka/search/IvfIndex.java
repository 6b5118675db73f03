package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import matryoshka.Embeddings;

/**
 * An inverted file learned on short prefixes, in the spirit of AdANNS (arXiv:2305.19435): the first numbers of a row,
 * scaled to unit length, put it on the list of the nearest of some centroids; those of a query choose the lists whose
 * rows it is compared with, at all dims. Approximate: {@link IvfOptions#probes} trades time for recall; rows of very
 * different lengths need more than unit rows do. Distances are those of {@link BruteForceIndex}.
 */
public final class IvfIndex extends RowIndex {
    private final Prefixes rows; // list by list
    private final InvertedLists lists;
    private final BruteForceIndex centroids;
    private final IvfOptions options;

    private IvfIndex(Prefixes rows, InvertedLists lists, BruteForceIndex centroids, IvfOptions options) {
        super(rows.embeddings());
        this.rows = rows;
        this.lists = lists;
        this.centroids = centroids;
        this.options = options;
    }

    /** With {@link IvfOptions#forRows}. */
    public static IvfIndex of(Embeddings database) {
        Checks.vectors(database);
        return of(database, IvfOptions.forRows(database.rows(), database.dimension()));
    }

    /**
     * Learns the lists from the rows of {@code database} [N, D], which it copies list by list: the same lists for the
     * same seed.
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, rows were cut after they were
     *     normalised, or they have fewer dims than the lists are to be learned on
     */
    public static IvfIndex of(Embeddings database, IvfOptions options) {
        Checks.vectors(database);
        if (options.clusterDim() > database.dimension())
            throw new IllegalArgumentException("IVF's clusterDim must lie in 1.." + database.dimension()
                    + ", the dims of the database, got " + options.clusterDim() + ": choose fewer");
        Embeddings heads =
                database.prefix(options.clusterDim()).normalize().withLength(Embeddings.Length.ANY); // as centroids are
        BruteForceIndex centroids = BruteForceIndex.of(Centroids.of(heads, options.lists(), options.seed()));
        int[] listOfRow = centroids.searchAll(heads, 1).stream()
                .mapToInt(found -> found.nearest().row())
                .toArray();
        InvertedLists lists = new InvertedLists(listOfRow, centroids.size());
        return new IvfIndex(Prefixes.whole(database.select(lists.rows())), lists, centroids, options);
    }

    /** The same lists, of which a search goes through another number. */
    public IvfIndex withProbes(int probes) {
        return new IvfIndex(rows, lists, centroids, options.withProbes(probes));
    }

    public IvfOptions options() {
        return options;
    }

    /** The vectors, once; the centroids; where the lists begin and which rows are on them. */
    @Override
    public long bytes() {
        return vectorBytes() + centroids.bytes() + lists.bytes();
    }

    @Override
    public boolean exact() {
        return false;
    }

    /** Goes on with the next lists until it has found k rows. */
    @Override
    SearchResult find(float[] query, int k) {
        return find(query, k, (scan, from, to) -> {
            scan.rows(from, to);
            return to - from;
        });
    }

    /** The same where rows that the filter leaves out are not compared. */
    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        return find(query, k, (scan, from, to) -> {
            int compared = 0;
            for (int at = from; at < to; at++)
                if (among.get(lists.rows()[at])) {
                    scan.row(at);
                    compared++;
                }
            return compared;
        });
    }

    /** Compares what counts of rows {@code from..to-1}, and tells how many these are. */
    @FunctionalInterface
    private interface ListScan {
        int compare(RowScan scan, int from, int to);
    }

    private SearchResult find(float[] query, int k, ListScan list) {
        Embeddings asked = Embeddings.of(query, 1, dimension());
        float[] head = asked.prefix(options.clusterDim()).normalize().values();
        RowScan scan = new RowScan(rows, Prefixes.whole(asked), 0, k, lists.rows());
        int probes = Math.min(options.probes(), lists.size());
        SearchResult ranked = centroids.find(head, probes);
        SearchCost cost = ranked.cost();
        int compared = 0;
        for (Neighbor each : ranked.neighbors()) compared += compare(each.row(), list, scan);
        if (compared < k) {
            SearchResult all = centroids.find(head, lists.size());
            cost = cost.plus(all.cost());
            List<Neighbor> further = all.neighbors().subList(probes, lists.size());
            for (int i = 0; compared < k; i++)
                compared += compare(further.get(i).row(), list, scan);
        }
        return scan.nearest().result(cost.plus(SearchCost.of(compared, dimension())));
    }

    private int compare(int number, ListScan list, RowScan scan) {
        return list.compare(scan, lists.start(number), lists.start(number + 1));
    }
}
