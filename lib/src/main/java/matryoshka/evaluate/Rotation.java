package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.model.NestedHeads;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Another order of what an embedding says: z ↦ (z − o)·R with an orthogonal R [D, D]. At full dim nothing is lost and a
 * linear head says the same; cut afterwards, it is what a model that was not trained for prefixes can offer at best (PCA,
 * SVD) or by chance (random features): the baselines of arXiv:2205.13147, section 4.
 */
public final class Rotation {
    private final double[][] axes; // [D, D], an axis a row: the columns of R
    private final double[] offset; // [D]

    private Rotation(double[][] axes, double[] offset) {
        this.axes = axes;
        this.offset = offset;
    }

    /** The same numbers in a random order: its prefixes are random features. */
    public static Rotation randomFeatures(int dimension, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, dimension).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        double[][] axes = new double[dimension][dimension];
        for (int m = 0; m < dimension; m++) axes[m][order.get(m)] = 1;
        return new Rotation(axes, new double[dimension]);
    }

    /** PCA: centred, the direction in which {@code train} [N, D] varies most first. */
    public static Rotation principalComponents(Embeddings train) {
        int dimension = train.dimension();
        double[] mean = new double[dimension];
        for (int i = 0; i < train.values().length; i++) mean[i % dimension] += train.values()[i];
        for (int i = 0; i < dimension; i++) mean[i] /= Math.max(1, train.rows());
        double[][] covariance = IntStream.range(0, dimension)
                .parallel()
                .mapToObj(a -> covariances(train, mean, a))
                .toArray(double[][]::new);
        return new Rotation(byEigenvalue(covariance), mean);
    }

    private static double[] covariances(Embeddings train, double[] mean, int a) {
        int dimension = train.dimension();
        float[] values = train.values();
        double[] sums = new double[dimension];
        for (int row = 0; row < train.rows(); row++) {
            double x = values[row * dimension + a] - mean[a];
            for (int b = 0; b < dimension; b++) sums[b] += x * (values[row * dimension + b] - mean[b]);
        }
        return sums;
    }

    /** SVD of a head's weight: the direction in which the scores of its classes differ most first. */
    public static Rotation singularVectors(NestedHeads.Linear head) {
        int dimension = head.dim(), classes = head.classes();
        double[][] weight = new double[dimension][classes];
        for (int i = 0; i < dimension; i++)
            for (int c = 0; c < classes; c++) weight[i][c] = head.weight()[i * classes + c];
        RealMatrix w = new Array2DRowRealMatrix(weight, false);
        return new Rotation(byEigenvalue(w.multiply(w.transpose()).getData()), new double[dimension]);
    }

    /** The eigenvectors of a symmetric matrix, that of the largest eigenvalue first. */
    private static double[][] byEigenvalue(double[][] symmetric) {
        for (int a = 0; a < symmetric.length; a++)
            for (int b = 0; b < a; b++) symmetric[a][b] = symmetric[b][a]; // to the last bit
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric, false));
        double[] values = eigen.getRealEigenvalues();
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .map(i -> eigen.getEigenvector(i).toArray())
                .toArray(double[][]::new);
    }

    /** The embeddings [N, D] in the new order, with their labels; lengths are no longer those of the model. */
    public Embeddings apply(Embeddings z) {
        int dimension = axes.length;
        if (z.dimension() != dimension)
            throw new IllegalArgumentException(
                    "a rotation of " + dimension + " dims does not fit embeddings of " + z.dimension());
        float[] rotated = new float[z.values().length];
        IntStream.range(0, z.rows()).parallel().forEach(row -> {
            for (int m = 0; m < dimension; m++) {
                double sum = 0;
                for (int i = 0; i < dimension; i++) sum += axes[m][i] * (z.values()[row * dimension + i] - offset[i]);
                rotated[row * dimension + m] = (float) sum;
            }
        });
        Embeddings all = Embeddings.of(rotated, z.rows(), dimension);
        return z.hasLabels() ? all.withLabels(z.labels()) : all;
    }

    /** The head that says of rotated embeddings what {@code head} [D, C] says of the model's; sliced for fewer dims. */
    public NestedHeads apply(NestedHeads.Linear head) {
        int dimension = axes.length, classes = head.classes();
        if (head.dim() != dimension)
            throw new IllegalArgumentException(
                    "a rotation of " + dimension + " dims does not fit a head of " + head.dim());
        float[] weight = new float[dimension * classes];
        for (int m = 0; m < dimension; m++) along(head, axes[m], weight, m * classes);
        float[] atOffset = new float[classes];
        along(head, offset, atOffset, 0);
        float[] bias = head.bias().clone();
        for (int c = 0; c < classes; c++) bias[c] += atOffset[c];
        return new NestedHeads(List.of(new NestedHeads.Linear(dimension, classes, weight, bias)));
    }

    /** direction·W, from {@code at} on. */
    private static void along(NestedHeads.Linear head, double[] direction, float[] scores, int at) {
        double[] sums = new double[head.classes()];
        for (int i = 0; i < direction.length; i++)
            for (int c = 0; c < sums.length; c++) sums[c] += direction[i] * head.weight()[i * sums.length + c];
        for (int c = 0; c < sums.length; c++) scores[at + c] = (float) sums[c];
    }
}
