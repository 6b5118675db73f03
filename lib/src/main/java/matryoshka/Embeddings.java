package matryoshka;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * N embeddings of dimension D, one a row, with what must be known to use them right: their labels if any, the dims
 * their model was trained for, and whether the rows have unit length.
 *
 * <p>Truncate, then normalise: {@code embeddings.truncate(16).normalize()}. A prefix of a unit vector is not a unit
 * vector; until it is normalised again, {@link #dot} and the indexes of {@code matryoshka.search} refuse it.
 * Immutable but for the array that {@link #values()} shares.
 */
public final class Embeddings {
    /** What is known of the length of the rows: nothing, that it is 1, or that it was 1 before they were cut. */
    public enum Length {
        ANY,
        UNIT,
        CUT;

        /** What is known once the rows are cut. */
        public Length whenCut() {
            return this == ANY ? ANY : CUT;
        }
    }

    private final float[] values; // [N, D], row-major
    private final int rows;
    private final int dimension;
    private final int[] labels; // [N] or null
    private final NestingDims trainedDims; // or null
    private final Length length;

    private Embeddings(float[] values, int rows, int dimension, int[] labels, NestingDims trained, Length length) {
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
        this.length = length;
    }

    /** Takes over {@code values} [rows, dimension], row-major, without copying. */
    public static Embeddings of(float[] values, int rows, int dimension) {
        return new Embeddings(values, rows, dimension, null, null, Length.ANY);
    }

    public Embeddings withLabels(int... labels) {
        return new Embeddings(values, rows, dimension, labels, trainedDims, length);
    }

    public Embeddings withTrainedDims(NestingDims dims) {
        return new Embeddings(values, rows, dimension, labels, dims, length);
    }

    /** The same with what is known of the length of the rows, such as what was saved with them; it is not checked. */
    public Embeddings withLength(Length known) {
        return new Embeddings(values, rows, dimension, labels, trainedDims, known);
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

    /**
     * The inner product of rows {@code i} and {@code j}: of rows of unit length, their cosine.
     *
     * @throws IllegalStateException if the rows {@linkplain #hasLostUnitLength have lost their unit length}
     */
    public double dot(int i, int j) {
        if (length == Length.CUT)
            throw new IllegalStateException("these rows had unit length before they were cut to " + dimension
                    + " dims, so their inner products are no cosines: call normalize() after truncate");
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

    /** The class ids of all rows [N]; a copy. */
    public int[] labels() {
        return IntStream.range(0, rows).map(this::label).toArray();
    }

    /** The dims the model behind these embeddings was trained for; empty if unknown. */
    public Optional<NestingDims> trainedDims() {
        return Optional.ofNullable(trainedDims);
    }

    /** What is known of the length of the rows. */
    public Length length() {
        return length;
    }

    public boolean isNormalized() {
        return length == Length.UNIT;
    }

    /**
     * Whether these rows had unit length, were cut, and were not normalised since. Their lengths now vary with what was
     * cut off, so they give neither cosines nor the distances of the model's own space.
     */
    public boolean hasLostUnitLength() {
        return length == Length.CUT;
    }

    /**
     * The first {@code dim} numbers of each row [N, dim], to be used as embeddings; no longer of unit length. Warns,
     * once a process, if the model was not trained for {@code dim}, by the logger of this class: {@link #prefix} is for
     * where that is meant.
     *
     * @throws IllegalArgumentException if {@code dim} is not in 1..D
     */
    public Embeddings truncate(int dim) {
        Embeddings prefix = prefix(dim);
        if (trainedDims != null && dim < dimension) UntrainedDims.warnOnce(trainedDims, dim);
        return prefix;
    }

    /** The same as {@link #truncate} without a warning, to measure what a prefix is worth, trained for or not. */
    public Embeddings prefix(int dim) {
        requireDim(dim);
        if (dim == dimension) return this;
        float[] prefix = new float[rows * dim];
        for (int i = 0; i < rows; i++) System.arraycopy(values, i * dimension, prefix, i * dim, dim);
        return new Embeddings(prefix, rows, dim, labels, trainedDims, lengthAt(dim));
    }

    /** Some of the rows, in the order given. */
    public Embeddings select(int... chosen) {
        return selectPrefix(dimension, chosen);
    }

    /** Some of the rows in the order given, cut as by {@link #prefix}: the rest is not read. */
    public Embeddings selectPrefix(int dim, int... chosen) {
        requireDim(dim);
        float[] kept = new float[chosen.length * dim];
        for (int i = 0; i < chosen.length; i++) System.arraycopy(values, chosen[i] * dimension, kept, i * dim, dim);
        int[] keptLabels = labels == null
                ? null
                : Arrays.stream(chosen).map(row -> labels[row]).toArray();
        return new Embeddings(kept, chosen.length, dim, keptLabels, trainedDims, lengthAt(dim));
    }

    private Length lengthAt(int dim) {
        return dim == dimension ? length : length.whenCut();
    }

    private void requireDim(int dim) {
        if (dim < 1 || dim > dimension)
            throw new IllegalArgumentException("cannot truncate to " + dim + " dims: choose 1.." + dimension);
    }

    /** Every row scaled to unit L2 length; a zero row has no direction and stays zero. */
    public Embeddings normalize() {
        if (length == Length.UNIT) return this;
        float[] unit = new float[values.length];
        for (int i = 0; i < rows; i++) {
            double squares = 0;
            for (int j = i * dimension; j < (i + 1) * dimension; j++) squares += (double) values[j] * values[j];
            double norm = squares == 0 ? 1 : Math.sqrt(squares);
            for (int j = i * dimension; j < (i + 1) * dimension; j++) unit[j] = (float) (values[j] / norm);
        }
        return new Embeddings(unit, rows, dimension, labels, trainedDims, Length.UNIT);
    }
}
