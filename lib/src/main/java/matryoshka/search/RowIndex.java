package matryoshka.search;

import java.util.BitSet;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/** What all indexes over the rows of embeddings have in common: whose rows they are, and what they ask of queries. */
abstract class RowIndex implements VectorIndex {
    final Embeddings database;

    RowIndex(Embeddings database) {
        this.database = database;
    }

    final long vectorBytes() {
        return (long) Float.BYTES * database.rows() * database.dimension();
    }

    /** The k nearest of all rows; the input has been checked. */
    abstract SearchResult find(float[] query, int k);

    /** The k nearest of the rows {@code among}, of which there are k or more. */
    abstract SearchResult find(float[] query, int k, BitSet among);

    /** The k nearest of the rows {@code among}, all of them compared. */
    final SearchResult compared(Prefixes rows, float[] query, int k, BitSet among) {
        RowScan scan = new RowScan(rows, Prefixes.whole(query), 0, k);
        among.stream().forEach(scan::row);
        return scan.nearest().result(SearchCost.of(among.cardinality(), dimension()));
    }

    /** The k nearest of the rows {@code found}, measured as exact search measures. */
    final TopK measured(float[] query, int k, IntStream found) {
        TopK nearest = new TopK(k);
        int dim = dimension();
        found.forEach(row -> nearest.offer(row, Distances.squared(query, 0, database.values(), row * dim, dim)));
        return nearest;
    }

    @Override
    public final int size() {
        return database.rows();
    }

    @Override
    public final int dimension() {
        return database.dimension();
    }

    @Override
    public final boolean normalized() {
        return database.isNormalized();
    }

    @Override
    public final SearchResult search(float[] query, int k) {
        Checks.query(query, this);
        Checks.k(k, size());
        return find(query, k);
    }

    @Override
    public final SearchResult search(float[] query, int k, BitSet among) {
        Checks.query(query, this);
        Checks.k(k, size());
        Checks.among(among, size());
        int found = Math.min(k, among.cardinality());
        return found == 0 ? SearchResult.NOTHING : find(query, found, among);
    }
}
