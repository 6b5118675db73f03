package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearestClassMeanTest {
    private static final int CLASSES = 5;

    @Property(tries = 60, seed = "6")
    void with_all_shots_predictions_and_accuracies_are_those_of_the_naive_loop(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 2, max = 20) int dimension,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings database = labelled(rows, dimension, random), queries = labelled(11, dimension, random);
        NestingDims dims = NestingDims.doubling(2, dimension);

        NearestClassMean nearest = NearestClassMean.of(database, queries, dims, NearestClassMean.ALL, seed);

        assertThat(nearest.dims()).isEqualTo(dims);
        assertThat(nearest.labels())
                .isEqualTo(IntStream.range(0, 11).map(queries::label).toArray());
        for (int m : dims.dims()) {
            int[] naive = IntStream.range(0, 11)
                    .map(q -> naive(database, queries.row(q), m))
                    .toArray();
            assertThat(nearest.predictions(m)).isEqualTo(naive);
            int right = 0;
            for (int q = 0; q < 11; q++) if (naive[q] == queries.label(q)) right++;
            assertThat(nearest.accuracies().get(m)).isEqualTo(right / 11.0).isEqualTo(nearest.accuracy(m));
        }
    }

    /** By the definition, one class after the other. */
    private static int naive(Embeddings database, float[] query, int m) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < CLASSES; c++) {
            double[] mean = new double[m];
            int count = 0;
            for (int i = 0; i < database.rows(); i++)
                if (database.label(i) == c) {
                    double[] unit = unit(database.row(i), m);
                    for (int j = 0; j < m; j++) mean[j] += unit[j];
                    count++;
                }
            if (count == 0) continue;
            double[] unitQuery = unit(query, m);
            double dot = 0, squares = 0;
            for (int j = 0; j < m; j++) {
                dot += mean[j] / count * unitQuery[j];
                squares += mean[j] / count * (mean[j] / count);
            }
            if (dot / Math.sqrt(squares) > highest) {
                highest = dot / Math.sqrt(squares);
                best = c;
            }
        }
        return best;
    }

    private static double[] unit(float[] row, int m) {
        double squares = 0;
        for (int j = 0; j < m; j++) squares += (double) row[j] * row[j];
        double norm = Math.sqrt(squares);
        return IntStream.range(0, m).mapToDouble(j -> row[j] / norm).toArray();
    }

    @Test
    void a_few_shots_of_each_class_are_drawn_by_the_seed_and_more_keep_the_fewer() {
        Embeddings database = labelled(100, 2, new SplittableRandom(1));
        int[] few = Shots.draw(database, 3, 7), more = Shots.draw(database, 6, 7);
        assertThat(few).hasSize(3 * CLASSES).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(few).map(database::label).sorted().toArray())
                .isEqualTo(IntStream.range(0, 3 * CLASSES).map(i -> i / 3).toArray());
        assertThat(more).contains(few).hasSize(6 * CLASSES);
        assertThat(Shots.draw(database, 3, 7)).isEqualTo(few);
        assertThat(Shots.draw(database, 3, 8)).isNotEqualTo(few);
        assertThat(Shots.draw(database, NearestClassMean.ALL, 7))
                .isEqualTo(IntStream.range(0, 100).toArray());
    }

    @Test
    void k_shots_predict_as_a_database_of_those_rows_alone() {
        SplittableRandom random = new SplittableRandom(2);
        Embeddings database = labelled(200, 8, random), queries = labelled(300, 8, random);
        NestingDims dims = NestingDims.of(2, 8);
        Embeddings drawn = database.select(Shots.draw(database, 2, 3));
        assertThat(NearestClassMean.of(database, queries, dims, 2, 3).predictions(8))
                .isEqualTo(NearestClassMean.of(drawn, queries, dims, NearestClassMean.ALL, 0)
                        .predictions(8))
                .isNotEqualTo(NearestClassMean.of(database, queries, dims, 2, 4).predictions(8));
    }

    @Test
    void ties_go_to_the_lower_class_and_a_class_without_examples_is_never_predicted() {
        Embeddings database = Embeddings.of(new float[] {2, 3, 5}, 3, 1).withLabels(4, 2, 3);
        Embeddings queries = Embeddings.of(new float[] {1, -1}, 2, 1).withLabels(0, 2);
        NearestClassMean nearest = NearestClassMean.of(database, queries, NestingDims.of(1), NearestClassMean.ALL, 0);
        assertThat(nearest.predictions(1)).containsExactly(2, 2);
        assertThat(nearest.accuracy(1)).isEqualTo(0.5);
    }

    @Test
    void examples_that_cancel_out_lie_at_a_right_angle_to_everything() {
        Embeddings database = Embeddings.of(new float[] {1, -1, 1}, 3, 1).withLabels(0, 0, 1);
        Embeddings queries = Embeddings.of(new float[] {3, -3}, 2, 1).withLabels(0, 0);
        NearestClassMean nearest = NearestClassMean.of(database, queries, NestingDims.of(1), NearestClassMean.ALL, 0);
        assertThat(nearest.predictions(1)).containsExactly(1, 0); // cosines 0 and 1, then 0 and -1
    }

    @Test
    void bad_input_is_refused_with_the_remedy() {
        Embeddings bare = Embeddings.of(new float[] {1, 2}, 1, 2), good = bare.withLabels(0);
        assertRefused(bare, good, NestingDims.of(2), 1, "database embeddings need labels");
        assertRefused(good, bare, NestingDims.of(2), 1, "query embeddings need labels");
        assertRefused(good, good, NestingDims.of(2, 3), 1, "leave the larger dims out");
        assertRefused(good, good, NestingDims.of(2), 0, "1 shot or more, got 0");
        assertRefused(bare.withLabels(-1), good, NestingDims.of(2), 1, "database label 0 is class -1");
        assertRefused(good.select(), good, NestingDims.of(2), 1, "database embedding, got 0 rows");
        assertRefused(good, good.select(), NestingDims.of(2), 1, "query embedding, got 0 rows");
        Embeddings broken =
                Embeddings.of(new float[] {1, 1, 1, Float.NaN}, 2, 2).withLabels(0, 0);
        assertRefused(good, broken, NestingDims.of(2), 1, "query row 1 has a NaN");
        NearestClassMean nearest = NearestClassMean.of(good, good, NestingDims.of(2), 1, 0);
        assertThatThrownBy(() -> nearest.predictions(1)).hasMessageContainingAll("1 dims", "[2]");
    }

    private static void assertRefused(
            Embeddings database, Embeddings queries, NestingDims dims, int shots, String message) {
        assertThatThrownBy(() -> NearestClassMean.of(database, queries, dims, shots, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Embeddings labelled(int rows, int dimension, SplittableRandom random) {
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension)
                .withLabels(random.ints(rows, 0, CLASSES).toArray());
    }
}
