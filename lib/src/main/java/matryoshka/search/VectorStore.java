package matryoshka.search;

import matryoshka.Embeddings;

/** N vectors of dimension D that are read in parts: all of them at few dims, or few of them at many. */
public interface VectorStore {
    /** The number N of vectors. */
    int size();

    /** The dimension D. */
    int dimension();

    /** All vectors, cut to {@code dim} [N, dim]. */
    Embeddings prefix(int dim);

    /** Some vectors in the order given, cut to {@code dim} [rows, dim]. */
    Embeddings select(int dim, int... rows);

    /** Writes the first {@code dim} (1..D) numbers of vector {@code row} (0..N−1) to the beginning of {@code into}. */
    void read(int row, int dim, float[] into);

    /** Vectors in memory. */
    static VectorStore of(Embeddings vectors) {
        return new VectorStore() {
            @Override
            public int size() {
                return vectors.rows();
            }

            @Override
            public int dimension() {
                return vectors.dimension();
            }

            @Override
            public Embeddings prefix(int dim) {
                return vectors.prefix(dim);
            }

            @Override
            public Embeddings select(int dim, int... rows) {
                return vectors.selectPrefix(dim, rows);
            }

            @Override
            public void read(int row, int dim, float[] into) {
                if (row < 0 || row >= size() || dim < 1 || dim > dimension())
                    throw new IllegalArgumentException("there are " + size() + " vectors of " + dimension()
                            + " dims: ask for rows 0.." + (size() - 1) + " and 1.." + dimension()
                            + " dims, not for row " + row
                            + " at " + dim);
                System.arraycopy(vectors.values(), row * vectors.dimension(), into, 0, dim);
            }
        };
    }
}
