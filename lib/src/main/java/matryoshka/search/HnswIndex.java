package matryoshka.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import matryoshka.Embeddings;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * A graph that links near vectors on levels of growing coarseness (HNSW, arXiv:1603.09320), by Lucene. Approximate:
 * {@link HnswOptions#breadth} trades time for recall. What it finds is measured again, so distances are those of
 * {@link BruteForceIndex}.
 */
public final class HnswIndex extends RowIndex {
    private final OnHeapHnswGraph graph;
    private final Similarities similarities;
    private final BruteForceIndex exact;
    private final HnswOptions options;

    private HnswIndex(
            Embeddings database,
            OnHeapHnswGraph graph,
            Similarities similarities,
            BruteForceIndex exact,
            HnswOptions options) {
        super(database);
        this.graph = graph;
        this.similarities = similarities;
        this.exact = exact;
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
        BruteForceIndex exact = BruteForceIndex.of(database);
        Similarities similarities = new Similarities(database);
        try {
            OnHeapHnswGraph graph = HnswGraphBuilder.create(
                            similarities, options.links(), options.building(), options.seed(), database.rows())
                    .build(database.rows());
            return new HnswIndex(database, graph, similarities, exact, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
    }

    /** The same graph, searched with another breadth. */
    public HnswIndex withBreadth(int breadth) {
        return new HnswIndex(database, graph, similarities, exact, options.withBreadth(breadth));
    }

    public HnswOptions options() {
        return options;
    }

    @Override
    public long bytes() {
        return vectorBytes() + graph.ramBytesUsed();
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    SearchResult find(float[] query, int k) {
        KnnCollector walk = walk(query, k, null);
        return measured(query, k, walk.topDocs().scoreDocs, walk.visitedCount());
    }

    /** Where the filter leaves less than a walk would visit to find it, all of that is compared. */
    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        long left = among.cardinality();
        if (left * left <= (long) HnswGraphSearcher.expectedVisitedNodes(breadth(k), size()) * size())
            return exact.find(query, k, among);
        KnnCollector walk = walk(query, k, accepting(among));
        ScoreDoc[] found = walk.topDocs().scoreDocs;
        return found.length < k ? exact.find(query, k, among) : measured(query, k, found, walk.visitedCount());
    }

    private int breadth(int k) {
        return Math.min(size(), Math.max(k, options.breadth()));
    }

    private KnnCollector walk(float[] query, int k, Bits accepted) {
        try {
            return HnswGraphSearcher.search(similarities.to(query), breadth(k), graph, accepted, Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
    }

    private Bits accepting(BitSet among) {
        return new Bits() {
            @Override
            public boolean get(int row) {
                return among.get(row);
            }

            @Override
            public int length() {
                return size();
            }
        };
    }

    private SearchResult measured(float[] query, int k, ScoreDoc[] found, long visited) {
        TopK nearest = new TopK(k);
        int dim = dimension();
        for (ScoreDoc each : found)
            nearest.offer(each.doc, Distances.squared(query, 0, database.values(), each.doc * dim, dim));
        return nearest.result(SearchCost.of(visited, dim));
    }
}
