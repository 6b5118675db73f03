package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/**
 * Searches at few dims and sorts the short list again at more: rows and queries are cut, and each prefix is scaled to
 * unit length. Approximate: a neighbour that the shortlist misses is not found. Of the vectors only the short prefix is
 * kept in the index; the rest is read from the store where the list asks for it.
 */
public final class AdaptiveRetriever implements VectorIndex {
    private final VectorStore store;
    private final Funnel funnel;
    private final VectorIndex shortlist;
    private final boolean unitRows; // at their full dim

    private AdaptiveRetriever(VectorStore store, Funnel funnel, Function<Embeddings, VectorIndex> shortlist) {
        this.store = store;
        this.funnel = funnel;
        this.shortlist = shortlist.apply(store.prefix(funnel.shortlistDim()).normalize());
        unitRows = store.select(store.dimension()).isNormalized(); // no row, but what is known of all
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
        return of(VectorStore.of(database), funnel, shortlist);
    }

    /** The same over vectors that are read in parts. */
    public static AdaptiveRetriever of(VectorStore store, Funnel funnel, Function<Embeddings, VectorIndex> shortlist) {
        int most = funnel.stages().getLast().dim(),
                first = funnel.stages().getFirst().keep();
        if (most > store.dimension())
            throw new IllegalArgumentException("the funnel sorts at " + most + " dims, the embeddings have "
                    + store.dimension() + ": leave the larger dims out");
        if (first > store.size())
            throw new IllegalArgumentException("the funnel's shortlist takes " + first + " rows, the database has "
                    + store.size() + ": keep fewer");
        return new AdaptiveRetriever(store, funnel, shortlist);
    }

    public Funnel funnel() {
        return funnel;
    }

    @Override
    public int size() {
        return store.size();
    }

    @Override
    public int dimension() {
        return store.dimension();
    }

    @Override
    public long bytes() {
        return shortlist.bytes();
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
        Embeddings asked = asked(query, k);
        return sortAgain(asked, k, shortlist.search(head(asked), shortlistSize()));
    }

    @Override
    public SearchResult search(float[] query, int k, BitSet among) {
        Embeddings asked = asked(query, k);
        return sortAgain(asked, k, shortlist.search(head(asked), shortlistSize(), among));
    }

    /** Queries of any length, too. */
    @Override
    public List<SearchResult> searchAll(Embeddings queries, int k) {
        return IntStream.range(0, queries.rows())
                .parallel()
                .mapToObj(i -> search(queries.row(i), k))
                .toList();
    }

    private Embeddings asked(float[] query, int k) {
        Embeddings asked = Embeddings.of(query, 1, query.length);
        Checks.query(asked, dimension());
        int last = funnel.stages().getLast().keep();
        if (k < 1 || k > last)
            throw new IllegalArgumentException(
                    "k must lie in 1.." + last + ", the rows that the funnel's last stage keeps, got " + k);
        return asked;
    }

    private float[] head(Embeddings asked) {
        return asked.prefix(funnel.shortlistDim()).normalize().values();
    }

    private int shortlistSize() {
        return funnel.stages().getFirst().keep();
    }

    private SearchResult sortAgain(Embeddings asked, int k, SearchResult list) {
        List<Funnel.Stage> stages = funnel.stages();
        for (int s = 0; s < stages.size(); s++) {
            int wanted = s == stages.size() - 1 ? k : stages.get(s + 1).keep();
            list = sorted(asked, stages.get(s), wanted, list);
        }
        return list;
    }

    /** The nearest of what the stage keeps of the list, at the stage's dim. */
    private SearchResult sorted(Embeddings asked, Funnel.Stage stage, int wanted, SearchResult list) {
        int kept = Math.min(stage.keep(), list.neighbors().size());
        if (kept == 0) return list;
        float[] query = asked.prefix(stage.dim()).normalize().values();
        boolean scaled = !unitRows || stage.dim() < dimension();
        ListScan scan = new ListScan(store, query, scaled, Math.min(wanted, kept));
        for (Neighbor each : list.neighbors().subList(0, kept)) scan.row(each.row());
        return scan.nearest().result(list.cost().plus(SearchCost.of(kept, stage.dim())));
    }
}
