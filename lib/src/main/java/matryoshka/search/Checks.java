package matryoshka.search;

import matryoshka.Embeddings;

/** What every search asks of its input. */
final class Checks {
    private Checks() {}

    static void database(Embeddings database) {
        if (database.rows() == 0)
            throw new IllegalArgumentException(
                    "an index needs at least one embedding, got 0 rows: is the dataset empty?");
        finite(database, "database");
    }

    static void query(Embeddings queries, int dimension) {
        if (queries.dimension() != dimension) throw mismatch(queries.dimension(), dimension);
        finite(queries, "query");
    }

    static void query(float[] query, int dimension) {
        if (query.length != dimension) throw mismatch(query.length, dimension);
        finite(Embeddings.of(query, 1, dimension), "query");
    }

    static void k(int k, int size) {
        if (k < 1 || k > size)
            throw new IllegalArgumentException(
                    "k must lie in 1.." + size + " (the index holds " + size + " vectors), got " + k);
    }

    private static IllegalArgumentException mismatch(int queryDimension, int dimension) {
        return new IllegalArgumentException("the index holds vectors of " + dimension + " dims, the query has "
                + queryDimension + ": truncate both to the same dim");
    }

    private static void finite(Embeddings embeddings, String name) {
        float[] values = embeddings.values();
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw new IllegalArgumentException(name + " row " + i / embeddings.dimension() + ", dim "
                        + i % embeddings.dimension() + " is " + values[i]
                        + ": distances need finite numbers; find out where the encoder produced it");
    }
}
