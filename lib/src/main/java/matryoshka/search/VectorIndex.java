package matryoshka.search;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/**
 * N vectors of dimension D, ready to be asked for the nearest by L2 distance. For cosine similarity index and ask
 * with unit rows: {@code BruteForceIndex.of(embeddings.truncate(16).normalize())}.
 */
public interface VectorIndex {
    /** The number N of vectors. */
    int size();

    /** The dimension D of vectors and queries. */
    int dimension();

    /** What searches go through: vectors, codes, tree or graph, without vectors that are only read to sort again. */
    long bytes();

    /** Whether every search returns the true nearest neighbours. */
    boolean exact();

    /** Whether the vectors have unit length; queries must have it then, too. */
    boolean normalized();

    /**
     * The {@code k} vectors nearest to {@code query} [D], nearest first, ties by row.
     *
     * @throws IllegalArgumentException if the query is not D finite numbers, if it has not unit length (nor is zero)
     *     but the vectors have, or if k is not in 1..N
     */
    SearchResult search(float[] query, int k);

    /**
     * The same among some rows only; fewer than {@code k} if there are fewer of them.
     *
     * @param among row i takes part if bit i is set
     * @throws IllegalArgumentException also if a bit is set that is no row
     */
    SearchResult search(float[] query, int k, BitSet among);

    /**
     * {@link #search(float[], int)} for every row of {@code queries} [Q, D], in parallel; results in the order of the queries.
     *
     * @throws IllegalArgumentException also if the queries are normalised and the vectors are not, or if they were cut
     *     after they were normalised
     */
    default List<SearchResult> searchAll(Embeddings queries, int k) {
        Checks.query(queries, this);
        Checks.k(k, size());
        return IntStream.range(0, queries.rows())
                .parallel()
                .mapToObj(i -> search(queries.row(i), k))
                .toList();
    }
}
