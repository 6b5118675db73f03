package matryoshka.search;

import java.util.List;
import matryoshka.Embeddings;
import matryoshka.NestingDims;

/**
 * Nearest neighbours at every nesting dim in one pass: rows and queries are cut to m dims, scaled to unit length and
 * compared by L2 distance, for all m at once. Dot products over the first dims serve all longer prefixes, so seven
 * dims cost little more than the longest alone.
 *
 * <p>Exact: equal at every m to {@code BruteForceIndex.of(database.truncate(m).normalize())}.
 */
public final class PrefixSearch {
    private final Prefixes database;
    private final NestingDims dims;

    private PrefixSearch(Embeddings database, NestingDims dims) {
        this.database = new Prefixes(database, array(dims), Space.UNIT);
        this.dims = dims;
    }

    /**
     * Prepares the rows of {@code database} [N, D], which it shares, for search at {@code dims}.
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, or a dim exceeds D
     */
    public static PrefixSearch of(Embeddings database, NestingDims dims) {
        Checks.database(database);
        if (dims.full() > database.dimension())
            throw new IllegalArgumentException("cannot search at " + dims.full() + " dims: the embeddings have "
                    + database.dimension() + "; leave the larger dims out of " + dims);
        return new PrefixSearch(database, dims);
    }

    public NestingDims dims() {
        return dims;
    }

    /** For every dim, in the order of {@link #dims}, the result of every query of {@code queries} [Q, D]. */
    public List<List<SearchResult>> searchAll(Embeddings queries, int k) {
        Checks.query(queries, database.embeddings().dimension());
        Checks.k(k, database.rows());
        return BlockScan.search(database, new Prefixes(queries, array(dims), Space.UNIT), k);
    }

    private static int[] array(NestingDims dims) {
        return dims.dims().stream().mapToInt(Integer::intValue).toArray();
    }
}
