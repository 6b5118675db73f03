package matryoshka;

import java.util.Arrays;
import java.util.Optional;

/**
 * N embeddings of dimension D, one a row, with what must be known to use them right: their labels if any, the dims
 * their model was trained for, and whether the rows have unit length.
 *
 * <p>Truncate, then normalise: {@code embeddings.truncate(16).normalize()}. A prefix of a unit vector is not a unit
 * vector, so {@link #truncate} forgets the norm state. Immutable but for the array that {@link #values()} shares.
 */
public final class Embeddings {
    private final float[] values; // [N, D], row-major
    private final int rows;
    private final int dimension;
    private final int[] labels; // [N] or null
    private final NestingDims trainedDims; // or null
    private final boolean normalized;

    private Embeddings(float[] values, int rows, int dimension, int[] labels, NestingDims trained, boolean normalized) {
        if (rows < 0 || dimension < 1 || values.length != (long) rows * dimension)
            throw new IllegalArgumentException("embeddings of " + rows + " rows x " + dimension + " dims need "
                    + (long) rows * dimension + " values, got " + values.length);
        if (labels != null && labels.length != rows)
            throw new IllegalArgumentException(rows + " embeddings need " + rows + " labels, got " + labels.length);
        this.values = values;
        this.rows = rows;
        this.dimension = dimension;
        this.labels = labels;
        this.trainedDims = trained;
        this.normalized = normalized;
    }

    /** Takes over {@code values} [rows, dimension], row-major, without copying. */
    public static Embeddings of(float[] values, int rows, int dimension) {
        return new Embeddings(values, rows, dimension, null, null, false);
    }

    public Embeddings withLabels(int... labels) {
        return new Embeddings(values, rows, dimension, labels, trainedDims, normalized);
    }

    public Embeddings withTrainedDims(NestingDims dims) {
        return new Embeddings(values, rows, dimension, labels, dims, normalized);
    }

    public int rows() {
        return rows;
    }

    public int dimension() {
        return dimension;
    }

    /** The values themselves [N, D], row-major; shared, to be read only. */
    public float[] values() {
        return values;
    }

    /** A copy of row {@code i} [D]. */
    public float[] row(int i) {
        return Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
    }

    /** The inner product of rows {@code i} and {@code j}: of rows of unit length, their cosine. */
    public double dot(int i, int j) {
        double sum = 0;
        for (int a = i * dimension, b = j * dimension, end = a + dimension; a < end; a++, b++)
            sum += (double) values[a] * values[b];
        return sum;
    }

    public boolean hasLabels() {
        return labels != null;
    }

    /** The class id of row {@code i}. */
    public int label(int i) {
        if (labels == null)
            throw new IllegalStateException("these embeddings have no labels: attach them with withLabels");
        return labels[i];
    }

    /** The dims the model behind these embeddings was trained for; empty if unknown. */
    public Optional<NestingDims> trainedDims() {
        return Optional.ofNullable(trainedDims);
    }

    public boolean isNormalized() {
        return normalized;
    }

    /** The first {@code dim} numbers of each row [N, dim]; no longer of unit length. */
    public Embeddings truncate(int dim) {
        if (dim < 1 || dim > dimension)
            throw new IllegalArgumentException("cannot truncate to " + dim + " dims: choose 1.." + dimension);
        if (dim == dimension) return this;
        float[] prefix = new float[rows * dim];
        for (int i = 0; i < rows; i++) System.arraycopy(values, i * dimension, prefix, i * dim, dim);
        return new Embeddings(prefix, rows, dim, labels, trainedDims, false);
    }

    /** Some of the rows, in the order given. */
    public Embeddings select(int... chosen) {
        float[] kept = new float[chosen.length * dimension];
        for (int i = 0; i < chosen.length; i++)
            System.arraycopy(values, chosen[i] * dimension, kept, i * dimension, dimension);
        int[] keptLabels = labels == null
                ? null
                : Arrays.stream(chosen).map(row -> labels[row]).toArray();
        return new Embeddings(kept, chosen.length, dimension, keptLabels, trainedDims, normalized);
    }

    /** Every row scaled to unit L2 length; a zero row has no direction and stays zero. */
    public Embeddings normalize() {
        if (normalized) return this;
        float[] unit = new float[values.length];
        for (int i = 0; i < rows; i++) {
            double squares = 0;
            for (int j = i * dimension; j < (i + 1) * dimension; j++) squares += (double) values[j] * values[j];
            double length = squares == 0 ? 1 : Math.sqrt(squares);
            for (int j = i * dimension; j < (i + 1) * dimension; j++) unit[j] = (float) (values[j] / length);
        }
        return new Embeddings(unit, rows, dimension, labels, trainedDims, true);
    }
}
