package matryoshka.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import matryoshka.Embeddings;

/** The directions of classes: means of unit vectors, scaled to unit length. */
public final class ClassMeans {
    private final int dim;
    private final int[] classes; // [C] ids that have examples, ascending
    private final double[] means; // [dim, C]: one number of all classes side by side, so that they are compared at once

    /**
     * Of {@code examples} [N, dim], of any length.
     *
     * @throws IllegalStateException if they have no labels
     */
    public ClassMeans(Embeddings examples) {
        this.dim = examples.dimension();
        this.classes = IntStream.range(0, examples.rows())
                .map(examples::label)
                .distinct()
                .sorted()
                .toArray();
        this.means = new double[dim * classes.length];
        Embeddings unit = examples.normalize();
        for (int i = 0; i < unit.rows(); i++) add(unit, i);
        for (int c = 0; c < classes.length; c++) normalize(c);
    }

    private void add(Embeddings unit, int row) {
        int c = Arrays.binarySearch(classes, unit.label(row));
        for (int j = 0; j < dim; j++) means[j * classes.length + c] += unit.values()[row * dim + j];
    }

    /** Examples that cancel out have no direction: their mean stays zero, at a right angle to everything. */
    private void normalize(int c) {
        double squares = 0;
        for (int j = 0; j < dim; j++) squares += means[j * classes.length + c] * means[j * classes.length + c];
        if (squares == 0) return;
        for (int j = 0; j < dim; j++) means[j * classes.length + c] /= Math.sqrt(squares);
    }

    /** The ids of the classes that have examples, ascending [C]; a copy. */
    public int[] classes() {
        return classes.clone();
    }

    /** The cosines of every two classes' directions [C, C], in the order of {@link #classes}. */
    public double[][] cosines() {
        double[][] cosines = new double[classes.length][classes.length];
        for (int a = 0; a < classes.length; a++)
            for (int b = 0; b < classes.length; b++)
                for (int j = 0; j < dim; j++)
                    cosines[a][b] += means[j * classes.length + a] * means[j * classes.length + b];
        return cosines;
    }

    /** The id of the class nearest by angle to the prefix of each of {@code queries} [Q, D ≥ dim]; Q ids. */
    int[] nearest(Embeddings queries) {
        int[] nearest = new int[queries.rows()];
        IntStream.range(0, nearest.length)
                .parallel()
                .forEach(q -> nearest[q] = nearest(queries.values(), q * queries.dimension()));
        return nearest;
    }

    private int nearest(float[] values, int start) {
        double[] products = new double[classes.length]; // the length of the query alters no order
        for (int j = 0; j < dim; j++)
            for (int c = 0; c < products.length; c++) products[c] += values[start + j] * means[j * products.length + c];
        int best = 0;
        for (int c = 1; c < products.length; c++) if (products[c] > products[best]) best = c;
        return classes[best];
    }
}
