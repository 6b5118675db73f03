package matryoshka.search;

import java.util.function.Function;
import matryoshka.Embeddings;

/**
 * Searches at few dims and sorts the short list again at more: rows and queries are cut, and each prefix is scaled to
 * unit length. Approximate: a neighbour that the shortlist misses is not found.
 */
public final class AdaptiveRetriever implements VectorIndex {
    private final Embeddings database;
    private final Funnel funnel;
    private final VectorIndex shortlist;
    private final Prefixes prefixes; // at the dims of the stages

    private AdaptiveRetriever(Embeddings database, Funnel funnel, Function<Embeddings, VectorIndex> shortlist) {
        this.database = database;
        this.funnel = funnel;
        this.shortlist = shortlist.apply(database.prefix(funnel.shortlistDim()).normalize());
        prefixes = new Prefixes(database, stageDims(funnel), Space.UNIT);
    }

    /**
     * Over the rows of {@code database} [N, D], which it shares; {@code shortlist} indexes their short prefixes, such as
     * {@code BruteForceIndex::of}.
     *
     * @throws IllegalArgumentException if the funnel needs more dims or rows than there are, or the rows are no good
     */
    public static AdaptiveRetriever of(
            Embeddings database, Funnel funnel, Function<Embeddings, VectorIndex> shortlist) {
        Checks.database(database);
        int most = funnel.stages().getLast().dim(),
                first = funnel.stages().getFirst().keep();
        if (most > database.dimension())
            throw new IllegalArgumentException("the funnel sorts at " + most + " dims, the embeddings have "
                    + database.dimension() + ": leave the larger dims out");
        if (first > database.rows())
            throw new IllegalArgumentException("the funnel's shortlist takes " + first + " rows, the database has "
                    + database.rows() + ": keep fewer");
        return new AdaptiveRetriever(database, funnel, shortlist);
    }

    private static int[] stageDims(Funnel funnel) {
        return funnel.stages().stream().mapToInt(Funnel.Stage::dim).toArray();
    }

    public Funnel funnel() {
        return funnel;
    }

    @Override
    public int size() {
        return database.rows();
    }

    @Override
    public int dimension() {
        return database.dimension();
    }

    @Override
    public boolean exact() {
        return false;
    }

    /** False: prefixes are scaled here, so rows and queries may have any length. */
    @Override
    public boolean normalized() {
        return false;
    }

    @Override
    public SearchResult search(float[] query, int k) {
        Embeddings asked = Embeddings.of(query, 1, query.length);
        Checks.query(asked, dimension());
        int last = funnel.stages().getLast().keep();
        if (k < 1 || k > last)
            throw new IllegalArgumentException(
                    "k must lie in 1.." + last + ", the rows that the funnel's last stage" + " keeps, got " + k);
        Prefixes queries = new Prefixes(asked, prefixes.dims(), Space.UNIT);
        float[] head = asked.prefix(funnel.shortlistDim()).normalize().values();
        SearchResult list = shortlist.search(head, funnel.stages().getFirst().keep());
        SearchCost cost = list.cost();
        for (int d = 0; d < prefixes.dims().length; d++) {
            int keep = funnel.stages().get(d).keep();
            boolean isLast = d == prefixes.dims().length - 1;
            int wanted = isLast ? k : funnel.stages().get(d + 1).keep();
            RowScan scan = new RowScan(prefixes, queries, d, wanted);
            list.neighbors().subList(0, keep).forEach(neighbor -> scan.row(neighbor.row()));
            cost = cost.plus(SearchCost.of(keep, prefixes.dims()[d]));
            list = scan.nearest().result(cost);
        }
        return list;
    }
}
