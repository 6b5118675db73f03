package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;
import matryoshka.model.NestedHeads.Linear;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DimensionEvaluatorTest {
    private static final int CLASSES = 3;

    @Property(tries = 60, seed = "42")
    void both_accuracies_equal_the_naive_loop(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 20) int dimension,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings database = labelled(rows, dimension, random), queries = labelled(11, dimension, random);
        NestingDims dims = NestingDims.doubling(1, dimension);
        NestedHeads heads =
                new NestedHeads(dims.dims().stream().map(m -> linear(m, random)).toList());

        DimensionReport report = DimensionEvaluator.evaluate("MRL", heads, database, queries, dims);

        assertThat(report.queries()).isEqualTo(11);
        assertThat(report.dims()).isEqualTo(dims);
        for (int m : dims.dims()) {
            assertThat(report.at(m).top1()).isEqualTo(naiveTop1(heads, queries, m));
            assertThat(report.at(m).oneNn()).isEqualTo(naiveOneNn(database.truncate(m), queries.truncate(m)));
        }
    }

    @Test
    void a_tie_goes_to_the_lower_class_and_the_lower_row() {
        NestedHeads indifferent = new NestedHeads(List.of(new Linear(1, 2, new float[2], new float[2])));
        Embeddings database = Embeddings.of(new float[] {1, 2, 3}, 3, 1).withLabels(1, 0, 0); // all 1 when normalised
        Embeddings queries = Embeddings.of(new float[] {5, 5, 5, 5}, 4, 1).withLabels(0, 1, 1, 1);

        DimensionScore score = DimensionEvaluator.evaluate("MRL", indifferent, database, queries, NestingDims.of(1))
                .at(1);

        assertThat(score.top1()).isEqualTo(0.25);
        assertThat(score.oneNn()).isEqualTo(0.75);
    }

    @Test
    void bad_input_is_refused_with_the_remedy() {
        Embeddings bare = Embeddings.of(new float[] {1, 2}, 1, 2), good = bare.withLabels(0);
        assertRefused(bare, good, NestingDims.of(2), "training embeddings need labels");
        assertRefused(good, bare, NestingDims.of(2), "query embeddings need labels");
        assertRefused(
                good,
                bare.withLabels(CLASSES),
                NestingDims.of(2),
                "query row 0 has label 3, the heads know classes 0..2");
        assertRefused(
                good, Embeddings.of(new float[0], 0, 2).withLabels(), NestingDims.of(2), "query embedding, got 0 rows");
        assertRefused(
                Embeddings.of(new float[0], 0, 2).withLabels(),
                good,
                NestingDims.of(2),
                "training embedding, got 0 rows");
        assertRefused(good, good, NestingDims.of(2, 3), "cannot search at 3 dims");
    }

    @Test
    void broken_weights_are_named_rather_than_scored() {
        NestedHeads broken = new NestedHeads(List.of(new Linear(1, 2, new float[] {0, Float.NaN}, new float[2])));
        Embeddings rows = Embeddings.of(new float[] {1}, 1, 1).withLabels(0);
        assertThatThrownBy(() -> DimensionEvaluator.evaluate("MRL", broken, rows, rows, NestingDims.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1 dims", "class 1", "NaN");
    }

    private static void assertRefused(Embeddings database, Embeddings queries, NestingDims dims, String message) {
        NestedHeads heads = new NestedHeads(List.of(new Linear(3, CLASSES, new float[9], new float[3])));
        assertThatThrownBy(() -> DimensionEvaluator.evaluate("MRL", heads, database, queries, dims))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static double naiveTop1(NestedHeads heads, Embeddings queries, int m) {
        int right = 0;
        for (int q = 0; q < queries.rows(); q++) {
            float[] logits = heads.logits(queries.row(q), 0, m);
            int best = 0;
            for (int c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
            if (best == queries.label(q)) right++;
        }
        return right / (double) queries.rows();
    }

    private static double naiveOneNn(Embeddings database, Embeddings queries) {
        Embeddings unitRows = database.normalize(), unitQueries = queries.normalize();
        int right = 0;
        for (int q = 0; q < queries.rows(); q++) {
            int best = 0;
            for (int row = 1; row < database.rows(); row++)
                if (squared(unitQueries.row(q), unitRows.row(row)) < squared(unitQueries.row(q), unitRows.row(best)))
                    best = row;
            if (database.label(best) == queries.label(q)) right++;
        }
        return right / (double) queries.rows();
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        return sum;
    }

    private static Embeddings labelled(int rows, int dimension, SplittableRandom random) {
        int[] labels = random.ints(rows, 0, CLASSES).toArray();
        return Embeddings.of(gaussian(rows * dimension, random), rows, dimension)
                .withLabels(labels);
    }

    private static Linear linear(int m, SplittableRandom random) {
        return new Linear(m, CLASSES, gaussian(m * CLASSES, random), gaussian(CLASSES, random));
    }

    private static float[] gaussian(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
        return values;
    }
}
