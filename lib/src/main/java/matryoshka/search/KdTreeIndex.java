package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A k-d tree: rows halved at the median of their widest dim until few are left, each node with its bounding box;
 * search descends into the nearer box first and skips boxes farther than the k-th neighbour found. Exact, and equal
 * to {@link BruteForceIndex} in ties too (Friedman, Bentley and Finkel 1977, doi:10.1145/355744.355745).
 *
 * <p>Skips most rows at few dims; at more, nearly every box must be opened. Building tries that out, and where the tree
 * skips too little, compares all rows instead, and says so once. {@link #withLeaves} stops early: approximate, the
 * nearest boxes first (best bin first, Beis and Lowe 1997, doi:10.1109/CVPR.1997.609451).
 */
public final class KdTreeIndex extends RowIndex {
    private static final Logger LOG = LoggerFactory.getLogger(KdTreeIndex.class);
    private static final int ALL = Integer.MAX_VALUE;
    private static final int TRIALS = 8;
    private static final int TRIAL_K = 10;
    private static final int WORTH_A_TRIAL = 4096; // rows
    private static final double USELESS = 0.3; // distances a row: comparing all rows in order is quicker

    private final KdTree tree;
    private final BruteForceIndex instead; // or null
    private final int leaves;

    private KdTreeIndex(Embeddings database, KdTree tree, BruteForceIndex instead, int leaves) {
        super(database);
        this.tree = tree;
        this.instead = instead;
        this.leaves = leaves;
    }

    /**
     * Builds the tree over the rows of {@code database} [N, D], which it shares; O(N log² N).
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, or rows were cut after they
     *     were normalised
     */
    public static KdTreeIndex of(Embeddings database) {
        Checks.vectors(database);
        KdTree tree = new KdTree(database);
        double share = share(tree, database);
        if (share <= USELESS) return new KdTreeIndex(database, tree, null, ALL);
        LOG.info(
                "A k-d tree over these {} rows of {} dims would compare {} of them with each query: all rows are"
                        + " compared in order instead, which is quicker.",
                database.rows(),
                database.dimension(),
                "%.0f %%".formatted(100 * share));
        return new KdTreeIndex(database, tree, BruteForceIndex.of(database), ALL);
    }

    /** Distances a query takes, as a share of the rows: the mean over some rows as queries. */
    private static double share(KdTree tree, Embeddings database) {
        if (database.rows() < WORTH_A_TRIAL) return 0;
        return IntStream.range(0, TRIALS)
                        .mapToObj(i -> database.row((int) ((long) database.rows() * i / TRIALS)))
                        .mapToDouble(query -> new KdTreeSearch(tree, query, TRIAL_K, row -> true)
                                .run()
                                .cost()
                                .distances())
                        .average()
                        .orElseThrow()
                / database.rows();
    }

    /** The same tree, of which a search looks into the {@code leaves} nearest leaves of 32 rows alone. */
    public KdTreeIndex withLeaves(int leaves) {
        if (leaves < 1) throw new IllegalArgumentException("a search looks into 1 or more leaves, got " + leaves);
        return new KdTreeIndex(database, tree, null, leaves);
    }

    /** Whether searches compare all rows in order, since the tree would not skip enough of them. */
    public boolean comparesAll() {
        return instead != null;
    }

    /** The vectors twice, as rows and in leaves, and the boxes. */
    @Override
    public long bytes() {
        return vectorBytes() + tree.bytes();
    }

    @Override
    public boolean exact() {
        return leaves == ALL;
    }

    @Override
    SearchResult find(float[] query, int k) {
        return instead == null ? find(query, k, row -> true) : instead.find(query, k);
    }

    @Override
    SearchResult find(float[] query, int k, BitSet among) {
        return instead == null ? find(query, k, among::get) : instead.find(query, k, among);
    }

    private SearchResult find(float[] query, int k, IntPredicate wanted) {
        KdTreeSearch search = new KdTreeSearch(tree, query, k, wanted);
        return exact() ? search.run() : search.bestBins(leaves);
    }

    @Override
    public List<SearchResult> searchAll(Embeddings queries, int k) {
        return instead == null ? super.searchAll(queries, k) : instead.searchAll(queries, k);
    }
}
