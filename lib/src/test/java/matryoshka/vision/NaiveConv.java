package matryoshka.vision;

import matryoshka.encoder.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The network of {@link ConvEncoder} by its definition, one number after the other, in double. */
final class NaiveConv {
    private final Parameters parameters;

    NaiveConv(Parameters parameters) {
        this.parameters = parameters;
    }

    /** z [D] of an image. */
    double[] embed(Image image) {
        double[][][] pixels = new double[image.height()][image.width()][1];
        for (int r = 0; r < image.height(); r++)
            for (int c = 0; c < image.width(); c++) pixels[r][c][0] = image.pixel(r, c) / 255.0;
        return dense(pooled(relu("conv2", pooled(relu("conv1", pixels)))));
    }

    private double[][][] relu(String layer, double[][][] x) {
        INDArray weight = parameters.get(layer + ".weight");
        INDArray bias = parameters.get(layer + ".bias");
        double[][][] y = new double[x.length][x[0].length][(int) weight.size(3)];
        for (int r = 0; r < y.length; r++)
            for (int c = 0; c < y[0].length; c++)
                for (int f = 0; f < y[0][0].length; f++)
                    y[r][c][f] = Math.max(0, bias.getDouble(f) + seen(x, weight, r, c, f));
        return y;
    }

    private static double seen(double[][][] x, INDArray weight, int r, int c, int f) {
        double sum = 0;
        for (int i = Math.max(0, 1 - r); i < 3 && r + i - 1 < x.length; i++)
            for (int j = Math.max(0, 1 - c); j < 3 && c + j - 1 < x[0].length; j++)
                for (int k = 0; k < x[0][0].length; k++)
                    sum += x[r + i - 1][c + j - 1][k] * weight.getDouble(i, j, k, f);
        return sum;
    }

    private static double[][][] pooled(double[][][] x) {
        double[][][] y = new double[x.length / 2][x[0].length / 2][x[0][0].length];
        for (int r = 0; r < y.length; r++)
            for (int c = 0; c < y[0].length; c++)
                for (int k = 0; k < y[0][0].length; k++)
                    y[r][c][k] = Math.max(
                            Math.max(x[2 * r][2 * c][k], x[2 * r][2 * c + 1][k]),
                            Math.max(x[2 * r + 1][2 * c][k], x[2 * r + 1][2 * c + 1][k]));
        return y;
    }

    private double[] dense(double[][][] x) {
        INDArray weight = parameters.get("dense.weight");
        double[] z = parameters.get("dense.bias").dup().data().asDouble();
        int i = 0;
        for (double[][] row : x)
            for (double[] pixel : row)
                for (double value : pixel) {
                    for (int d = 0; d < z.length; d++) z[d] += value * weight.getDouble(i, d);
                    i++;
                }
        return z;
    }
}
