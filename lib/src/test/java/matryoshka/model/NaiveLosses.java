package matryoshka.model;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Losses of a prefix [2B, m], the first sides above the second ones, as loops in double: as their formulas read. */
final class NaiveLosses {
    private NaiveLosses() {}

    static ToDoubleFunction<double[][]> infoNce(String[] firsts, String[] seconds, double temperature) {
        return z -> {
            int batch = firsts.length;
            double sum = 0;
            for (int i = 0; i < batch; i++) {
                double forth = 0, back = 0;
                for (int j = 0; j < batch; j++) {
                    boolean shared = firsts[i].equals(firsts[j]) || seconds[i].equals(seconds[j]);
                    if (i != j && shared) continue;
                    forth += Math.exp(cosine(z[i], z[batch + j]) / temperature);
                    back += Math.exp(cosine(z[j], z[batch + i]) / temperature);
                }
                double own = cosine(z[i], z[batch + i]) / temperature;
                sum += 0.5 * (Math.log(forth) - own) + 0.5 * (Math.log(back) - own);
            }
            return sum / batch;
        };
    }

    static ToDoubleFunction<double[][]> coSent(double[] grades, double scale) {
        return z -> {
            double[] cosines = cosines(z);
            double sum = 1;
            for (int i = 0; i < grades.length; i++)
                for (int j = 0; j < grades.length; j++)
                    if (grades[j] > grades[i]) sum += Math.exp(scale * (cosines[i] - cosines[j]));
            return Math.log(sum);
        };
    }

    static ToDoubleFunction<double[][]> cosineRegression(double[] grades) {
        return z -> {
            double[] cosines = cosines(z);
            return IntStream.range(0, grades.length)
                    .mapToDouble(i -> Math.pow(cosines[i] - grades[i], 2))
                    .average()
                    .orElseThrow();
        };
    }

    private static double[] cosines(double[][] z) {
        double[] cosines = new double[z.length / 2];
        Arrays.setAll(cosines, i -> cosine(z[i], z[cosines.length + i]));
        return cosines;
    }

    static double cosine(double[] a, double[] b) {
        double product = 0, first = 0, second = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            first += a[i] * a[i];
            second += b[i] * b[i];
        }
        return product / Math.sqrt(first * second);
    }
}
