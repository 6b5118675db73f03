package matryoshka.search;

/** Vectors in some form that a query can be multiplied with, one or four at a time. */
interface Rows {
    int dimension();

    /** The inner product of {@code query} with a row. */
    float dot(float[] query, int row);

    /** Of four rows, into {@code dots} from {@code to} on. */
    void dots(float[] query, int row0, int row1, int row2, int row3, float[] dots, int to);

    /** Writes a row's numbers. */
    void read(int row, float[] numbers);
}
