package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.engine.Engine;
import matryoshka.model.NestedHeads;
import matryoshka.model.NestedHeads.Linear;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final int D = 6, C = 4, N = 80;
    private final SplittableRandom random = new SplittableRandom(11);
    private final Embeddings train = random(N), test = random(50);
    private final Linear head = new Linear(D, C, gaussian(D * C), gaussian(C));

    private Embeddings random(int rows) {
        float[] values = gaussian(rows * D);
        for (int i = 0; i < values.length; i++) values[i] = 0.3f * (i % D) + values[i] * (1 + i % D); // spread, off 0
        return Embeddings.of(values, rows, D).withLabels(random.ints(rows, 0, C).toArray());
    }

    private float[] gaussian(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    private Stream<Rotation> all() {
        return Stream.of(
                Rotation.randomFeatures(D, 3), Rotation.principalComponents(train), Rotation.singularVectors(head));
    }

    @Test
    void at_full_dim_every_rotation_keeps_distances_and_what_the_head_says() {
        NestedHeads plain = new NestedHeads(List.of(head));
        assertThat(all()).allSatisfy(rotation -> {
            Embeddings rotated = rotation.apply(test);
            NestedHeads heads = rotation.apply(head);
            for (int q = 0; q < test.rows(); q++) {
                float[] before = plain.logits(test.values(), q * D, D),
                        after = heads.logits(rotated.values(), q * D, D);
                for (int c = 0; c < C; c++) assertThat(after[c]).isCloseTo(before[c], within(1e-3f));
                assertThat(distance(rotated, 0, q)).isCloseTo(distance(test, 0, q), within(1e-3));
                assertThat(rotated.label(q)).isEqualTo(test.label(q));
            }
        });
    }

    private static double distance(Embeddings z, int i, int j) {
        double sum = 0;
        for (int d = 0; d < D; d++) sum += Math.pow(z.row(i)[d] - z.row(j)[d], 2);
        return Math.sqrt(sum);
    }

    @Test
    void principal_components_are_uncorrelated_and_fall_in_variance() {
        Embeddings rotated = Rotation.principalComponents(train).apply(train);
        double last = Double.MAX_VALUE;
        for (int a = 0; a < D; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0, mean = 0;
                for (int i = 0; i < N; i++) {
                    sum += rotated.row(i)[a] * rotated.row(i)[b] / N;
                    mean += rotated.row(i)[a] / N;
                }
                assertThat(mean).isCloseTo(0, within(1e-5));
                if (b < a) assertThat(sum).isCloseTo(0, within(1e-3));
                else assertThat(sum).isLessThan(last);
                if (b == a) last = sum;
            }
        }
    }

    @Test
    void the_sliced_head_along_singular_vectors_is_the_nearest_of_its_rank() {
        double[][] weight = new double[D][C];
        for (int i = 0; i < D; i++) for (int c = 0; c < C; c++) weight[i][c] = head.weight()[i * C + c];
        SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(weight));
        Rotation rotation = Rotation.singularVectors(head);
        float[] rotated = rotation.apply(head).largest().weight();
        for (int m = 1; m <= D; m++) {
            double dropped = 0, expected = 0;
            for (int i = m * C; i < D * C; i++) dropped += rotated[i] * rotated[i];
            double[] values = svd.getSingularValues();
            for (int i = m; i < values.length; i++) expected += values[i] * values[i];
            assertThat(dropped).isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void random_features_are_the_same_numbers_in_another_order() {
        Embeddings rotated = Rotation.randomFeatures(D, 3).apply(test);
        float[] before = test.row(7), after = rotated.row(7);
        assertThat(after).isNotEqualTo(before);
        Arrays.sort(before);
        Arrays.sort(after);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void one_call_gives_all_baselines_alike_at_full_dim() {
        NestingDims dims = NestingDims.of(2, D);
        List<DimensionReport> reports =
                Baselines.of(new NestedHeads(List.of(head)), train, test, dims, 1, Engine.defaults());

        assertThat(reports)
                .extracting(DimensionReport::method)
                .containsExactly(Baselines.PLAIN, Baselines.RANDOM, Baselines.PCA, Baselines.SVD);
        double plain = reports.getFirst().at(D).top1();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.at(D).top1()).isEqualTo(plain);
            assertThat(report.dims()).isEqualTo(dims);
            assertThat(report.metrics()).contains(Metric.TOP1, Metric.ONE_NN, Metric.map(10), Metric.PROBE);
        });
    }

    @Test
    void other_sizes_are_refused() {
        assertThatThrownBy(() -> Rotation.randomFeatures(3, 0).apply(test)).hasMessageContainingAll("3 dims", "6");
        assertThatThrownBy(() -> Rotation.randomFeatures(3, 0).apply(head)).hasMessageContainingAll("3 dims", "6");
    }
}
