package matryoshka.search;

import java.util.BitSet;
import matryoshka.Embeddings;

/** What every search asks of its input. */
final class Checks {
    /** Of a squared length: beyond what rounding to half precision does, below what is lost by cutting. */
    private static final double UNIT_TOLERANCE = 0.01;

    private Checks() {}

    static void database(Embeddings database) {
        if (database.rows() == 0)
            throw new IllegalArgumentException(
                    "an index needs at least one embedding, got 0 rows: is the dataset empty?");
        finite(database, "database");
    }

    static void query(Embeddings queries, int dimension) {
        dimension(queries.dimension(), dimension);
        finite(queries, "query");
    }

    /** What an index asks of its rows that compares them as they are. */
    static void vectors(Embeddings database) {
        database(database);
        notCut(database, "database");
    }

    /** What such an index asks of its queries: to be of the same kind as its rows. */
    static void query(Embeddings queries, VectorIndex index) {
        query(queries, index.dimension());
        notCut(queries, "query");
        if (queries.isNormalized() && !index.normalized())
            throw new IllegalArgumentException("the queries are normalised, the rows of the index are not: distances"
                    + " would follow the lengths of the rows; build the index over normalize()d rows");
        if (index.normalized() && !queries.isNormalized())
            for (int row = 0; row < queries.rows(); row++) unitLength(queries.row(row));
    }

    static void query(float[] query, VectorIndex index) {
        dimension(query.length, index.dimension());
        finite(Embeddings.of(query, 1, query.length), "query");
        if (index.normalized()) unitLength(query);
    }

    static void k(int k, int size) {
        if (k < 1 || k > size)
            throw new IllegalArgumentException(
                    "k must lie in 1.." + size + " (the index holds " + size + " vectors), got " + k);
    }

    static void among(BitSet among, int size) {
        if (among.length() > size)
            throw new IllegalArgumentException("the index holds rows 0.." + (size - 1) + ", the filter asks for row "
                    + (among.length() - 1) + ": was it made for another index?");
    }

    private static void dimension(int ofQuery, int ofIndex) {
        if (ofQuery != ofIndex)
            throw new IllegalArgumentException("the index holds vectors of " + ofIndex + " dims, the query has "
                    + ofQuery + ": truncate both to the same dim");
    }

    private static void notCut(Embeddings embeddings, String name) {
        if (embeddings.hasLostUnitLength())
            throw new IllegalArgumentException("the " + name + " rows had unit length before they were cut to "
                    + embeddings.dimension() + " dims and have another each now: call normalize() after truncate");
    }

    private static void unitLength(float[] query) {
        double squares = 0;
        for (float x : query) squares += (double) x * x;
        if (squares != 0 && Math.abs(squares - 1) > UNIT_TOLERANCE)
            throw new IllegalArgumentException("the index holds vectors of unit length, the query has length "
                    + (float) Math.sqrt(squares) + ": bring it to unit length as well, with Embeddings.normalize()");
    }

    private static void finite(Embeddings embeddings, String name) {
        finite(embeddings, name, 0);
    }

    /** The same of some rows, the first of which is row {@code first}. */
    static void finite(Embeddings embeddings, String name, int first) {
        float[] values = embeddings.values();
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw new IllegalArgumentException(name + " row " + (first + i / embeddings.dimension()) + ", dim "
                        + i % embeddings.dimension() + " is " + values[i]
                        + ": distances need finite numbers; find out where the encoder produced it");
    }
}
