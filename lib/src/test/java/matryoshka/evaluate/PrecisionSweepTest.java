package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import org.junit.jupiter.api.Test;

class PrecisionSweepTest {
    private static final int CLASSES = 12;
    private static final NestingDims DIMS = NestingDims.of(4, 16, 70);

    private static Embeddings clustered(int rows, long seed) {
        Random centres = new Random(1), noise = new Random(seed);
        float[][] middle = new float[CLASSES][DIMS.full()];
        for (float[] row : middle) for (int j = 0; j < row.length; j++) row[j] = (float) centres.nextGaussian();
        float[] values = new float[rows * DIMS.full()];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < DIMS.full(); j++)
                values[i * DIMS.full() + j] = middle[labels[i]][j] + (float) (1.5 * noise.nextGaussian());
        }
        return Embeddings.of(values, rows, DIMS.full()).withLabels(labels);
    }

    private static final Embeddings DATABASE = clustered(240, 2), QUERIES = clustered(120, 3);

    /** The share of queries whose first row at least distance has their label. */
    private static double naive(int dim, ToDoubleBiFunction<float[], float[]> distance) {
        int right = 0;
        for (int q = 0; q < QUERIES.rows(); q++) {
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int i = 0; i < DATABASE.rows(); i++) {
                double away = distance.applyAsDouble(unit(QUERIES, q, dim), unit(DATABASE, i, dim));
                if (away < least) {
                    least = away;
                    best = i;
                }
            }
            if (DATABASE.label(best) == QUERIES.label(q)) right++;
        }
        return (double) right / QUERIES.rows();
    }

    private static float[] unit(Embeddings of, int row, int dim) {
        return of.prefix(dim).normalize().row(row);
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) sum += (a[j] - b[j]) * (double) (a[j] - b[j]);
        return sum;
    }

    private static double differentSigns(float[] a, float[] b) {
        int count = 0;
        for (int j = 0; j < a.length; j++) if (a[j] < 0 != b[j] < 0) count++;
        return count;
    }

    private static PrecisionScore at(List<PrecisionScore> scores, String precision, int dim) {
        return scores.stream()
                .filter(score -> score.precision().equals(precision) && score.dim() == dim)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scores_equal_the_naive_loop_over_cut_and_scaled_rows() {
        List<PrecisionScore> scores = PrecisionSweep.of(DATABASE, QUERIES, DIMS);
        assertThat(scores).hasSize(12);
        assertThat(scores.stream().map(PrecisionScore::precision).distinct())
                .containsExactly("float32", "float16", "int8", "binary");
        for (int dim : DIMS.dims()) {
            double exact = naive(dim, PrecisionSweepTest::squared);
            assertThat(at(scores, "float32", dim).oneNn()).isEqualTo(exact, within(1e-12));
            assertThat(at(scores, "float16", dim).oneNn()).isEqualTo(exact, within(0.02));
            assertThat(at(scores, "int8", dim).oneNn()).isEqualTo(exact, within(0.05));
            assertThat(at(scores, "binary", dim).oneNn())
                    .isEqualTo(naive(dim, PrecisionSweepTest::differentSigns), within(1e-12))
                    .isNotEqualTo(exact); // nothing is measured again
        }
    }

    @Test
    void bytes_are_what_the_codes_take() {
        List<PrecisionScore> scores = PrecisionSweep.of(DATABASE, QUERIES, DIMS);
        assertThat(at(scores, "float32", 70).bytesPerVector()).isEqualTo(280);
        assertThat(at(scores, "float16", 70).bytesPerVector()).isBetween(140.0, 148.0);
        assertThat(at(scores, "int8", 70).bytesPerVector()).isBetween(70.0, 80.0);
        assertThat(at(scores, "binary", 70).bytesPerVector()).isEqualTo(16); // two words of 64 bits
        assertThat(at(scores, "binary", 4).bytesPerVector()).isEqualTo(8);
    }

    @Test
    void embeddings_without_labels_are_refused() {
        Embeddings bare = Embeddings.of(new float[] {1, 0}, 1, 2);
        assertThatThrownBy(() -> PrecisionSweep.of(bare, bare, NestingDims.of(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withLabels");
    }
}
