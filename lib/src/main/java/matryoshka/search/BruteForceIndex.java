package matryoshka.search;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/**
 * Compares the query with every row: exact, N distances a query. Vectorised dot products give lower bounds; what they
 * do not rule out is measured by the plain loop, so results equal it to the last bit and identical rows are at 0.
 */
public final class BruteForceIndex implements VectorIndex {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private final Embeddings database;
    private final int[] dims;
    private final Prefixes rows;

    private BruteForceIndex(Embeddings database) {
        this.database = database;
        this.dims = new int[] {database.dimension()};
        this.rows = new Prefixes(database, dims, Space.RAW);
    }

    /**
     * An index over the rows of {@code database} [N, D], which it shares.
     *
     * @throws IllegalArgumentException if there is no row, a number is NaN or infinite, or rows were cut after they
     *     were normalised
     */
    public static BruteForceIndex of(Embeddings database) {
        Checks.vectors(database);
        return new BruteForceIndex(database);
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
        return true;
    }

    @Override
    public boolean normalized() {
        return database.isNormalized();
    }

    @Override
    public SearchResult search(float[] query, int k) {
        Checks.query(query, this);
        Checks.k(k, size());
        float[] lows = rows.lows(0);
        float queryLow = new Prefixes(Embeddings.of(query, 1, dimension()), dims, Space.RAW).lows(0)[0];
        TopK nearest = new TopK(k);
        for (int row = 0, at = 0; row < size(); row++, at += dimension()) {
            float bound = lows[row] - 2 * dot(query, database.values(), at);
            boolean ruledOut = bound > nearest.bound() - queryLow;
            if (!ruledOut) nearest.offer(row, Distances.squared(query, 0, database.values(), at, dimension()));
        }
        return nearest.result(size());
    }

    @Override
    public List<SearchResult> searchAll(Embeddings queries, int k) {
        Checks.query(queries, this);
        Checks.k(k, size());
        return BlockScan.search(rows, new Prefixes(queries, dims, Space.RAW), k).getFirst();
    }

    private static float dot(float[] query, float[] values, int at) {
        FloatVector even = FloatVector.zero(SPECIES), odd = even;
        int i = 0, step = SPECIES.length();
        for (; i + 2 * step <= query.length; i += 2 * step) {
            even = FloatVector.fromArray(SPECIES, query, i).fma(FloatVector.fromArray(SPECIES, values, at + i), even);
            odd = FloatVector.fromArray(SPECIES, query, i + step)
                    .fma(FloatVector.fromArray(SPECIES, values, at + i + step), odd);
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < query.length; i++) sum += query[i] * values[at + i];
        return sum;
    }
}
