package matryoshka.search;

import matryoshka.Embeddings;

/** Vectors as they are. */
record FloatRows(float[] values, int dimension) implements Rows {
    FloatRows(Embeddings embeddings) {
        this(embeddings.values(), embeddings.dimension());
    }

    @Override
    public float dot(float[] query, int row) {
        return Dots.dot(query, values, row * dimension, dimension);
    }

    @Override
    public void dots(float[] query, int row0, int row1, int row2, int row3, float[] dots, int to) {
        int dim = dimension;
        Dots.four(query, values, row0 * dim, row1 * dim, row2 * dim, row3 * dim, dim, dots, to);
    }

    @Override
    public void read(int row, float[] numbers) {
        System.arraycopy(values, row * dimension, numbers, 0, dimension);
    }
}
