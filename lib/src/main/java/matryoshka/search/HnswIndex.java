package matryoshka.search;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/**
 * A graph that links near vectors on levels of growing coarseness (HNSW, arXiv:1603.09320), linked by Lucene. Approximate:
 * {@link HnswOptions#breadth} trades time for recall. What it finds is measured again, so distances are those of
 * {@link BruteForceIndex}.
 */
public final class HnswIndex extends RowIndex {
    private final Graph graph;
    private final Similarities similarities;
    private final Prefixes rows; // for filters that leave few
    private final HnswOptions options;

    private HnswIndex(Embeddings database, Graph graph, Similarities similarities, Prefixes rows, HnswOptions options) {
        super(database);
        this.graph = graph;
        this.similarities = similarities;
        this.rows = rows;
        this.options = options;
    }

    /** With {@link HnswOptions#defaults}. */
    public static HnswIndex of(Embeddings database) {
        return of(database, HnswOptions.defaults());
    }

    /**
     * Links the rows of {@code database} [N, D], which it shares, one after the other: the same graph for the same
     * seed.
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, a length exceeds float, or rows
     *     were cut after they were normalised
     */
    public static HnswIndex of(Embeddings database, HnswOptions options) {
        Checks.vectors(database);
        Similarities similarities = new Similarities(database);
        Graph graph = Graph.of(similarities, database.rows(), options);
        return new HnswIndex(database, graph, similarities, Prefixes.whole(database), options);
    }

    /** Over a graph that was built over the same rows. */
    static HnswIndex of(Embeddings database, Graph graph) {
        Checks.vectors(database);
        return new HnswIndex(
                database, graph, new Similarities(database), Prefixes.whole(database), HnswOptions.defaults());
    }

    Graph graph() {
        return graph;
    }

    /** The same graph, searched with another breadth. */
    public HnswIndex withBreadth(int breadth) {
        return new HnswIndex(database, graph, similarities, rows, options.withBreadth(breadth));
    }

    public HnswOptions options() {
        return options;
    }

    @Override
    public long bytes() {
        return vectorBytes() + graph.bytes() + similarities.bytes();
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    SearchResult find(float[] query, int k) {
        GraphWalk walk = walk(query, breadth(k));
        return nearest(query, k, walk.run(), walk.compared());
    }

    /**
     * The walk is as much broader as the filter leaves less; where it would compare more rows than the filter leaves,
     * or does not find k of them, all of these are compared.
     */
    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        int left = among.cardinality();
        long broader = (long) breadth(k) * size() / left;
        if (broader * options.links() >= left) return compared(rows, query, k, among);
        GraphWalk walk = walk(query, (int) broader);
        int[] found = walk.run().filter(among::get).toArray();
        return found.length < k
                ? compared(rows, query, k, among)
                : nearest(query, k, Arrays.stream(found), walk.compared());
    }

    private int breadth(int k) {
        return Math.min(size(), Math.max(k, options.breadth()));
    }

    private GraphWalk walk(float[] query, int breadth) {
        return new GraphWalk(graph, similarities.to(query), breadth);
    }

    private SearchResult nearest(float[] query, int k, IntStream found, long compared) {
        return measured(query, k, found).result(SearchCost.of(compared, dimension()));
    }
}
