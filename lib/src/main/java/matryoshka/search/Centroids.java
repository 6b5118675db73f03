package matryoshka.search;

import java.util.Arrays;
import java.util.List;
import matryoshka.Embeddings;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** The centres of clusters of rows, by k-means++ on some of them; Commons Math's takes one thread. */
final class Centroids {
    private static final int ROWS_A_CLUSTER = 40;
    private static final int MOST_ROWS = 20_000;
    private static final int ITERATIONS = 5;

    private Centroids() {}

    /** The centres [C, D] of at most {@code clusters} clusters: fewer if there are not so many distinct rows. */
    static Embeddings of(Embeddings rows, int clusters, long seed) {
        RandomGenerator random = new Well19937c(seed);
        List<DoublePoint> sample = sample(rows, Math.min(MOST_ROWS, ROWS_A_CLUSTER * clusters), random);
        int count = Math.min(clusters, sample.size());
        var kMeans = new KMeansPlusPlusClusterer<DoublePoint>(count, ITERATIONS, Centroids::distance, random);
        List<CentroidCluster<DoublePoint>> found = kMeans.cluster(sample);
        int dim = rows.dimension();
        float[] centres = new float[found.size() * dim];
        for (int c = 0; c < found.size(); c++) {
            double[] centre = found.get(c).getCenter().getPoint();
            for (int i = 0; i < dim; i++) centres[c * dim + i] = (float) centre[i];
        }
        return Embeddings.of(centres, found.size(), dim);
    }

    /** Distinct ones of rows drawn at random. */
    private static List<DoublePoint> sample(Embeddings rows, int most, RandomGenerator random) {
        int[] drawn = new RandomDataGenerator(random).nextPermutation(rows.rows(), Math.min(most, rows.rows()));
        return Arrays.stream(drawn)
                .mapToObj(row -> new DoublePoint(point(rows, row)))
                .distinct()
                .toList();
    }

    private static double[] point(Embeddings rows, int row) {
        double[] point = new double[rows.dimension()];
        for (int i = 0; i < point.length; i++) point[i] = rows.values()[row * point.length + i];
        return point;
    }

    /** The L2 distance; four running sums let the processor overlap the additions. */
    private static double distance(double[] a, double[] b) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            s0 += (a[i] - b[i]) * (a[i] - b[i]);
            s1 += (a[i + 1] - b[i + 1]) * (a[i + 1] - b[i + 1]);
            s2 += (a[i + 2] - b[i + 2]) * (a[i + 2] - b[i + 2]);
            s3 += (a[i + 3] - b[i + 3]) * (a[i + 3] - b[i + 3]);
        }
        for (; i < a.length; i++) s0 += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.sqrt((s0 + s1) + (s2 + s3));
    }
}
