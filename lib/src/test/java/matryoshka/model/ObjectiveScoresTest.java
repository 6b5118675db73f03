package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.GradedPairs;
import matryoshka.data.TextPairs;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a model is chosen by, and which models and data an objective takes. */
class ObjectiveScoresTest {
    private static final int DIMENSION = 6;

    private static Embeddings draw(int rows, SplittableRandom random) {
        float[] z = new float[rows * DIMENSION];
        for (int i = 0; i < z.length; i++) z[i] = random.nextInt(-3, 4); // so that cosines come twice, too
        return Embeddings.of(z, rows, DIMENSION);
    }

    private static double cosine(Embeddings z, int a, int b, int dim) {
        double[][] rows = new double[2][dim];
        for (int i = 0; i < dim; i++) {
            rows[0][i] = z.values()[a * DIMENSION + i];
            rows[1][i] = z.values()[b * DIMENSION + i];
        }
        return NaiveLosses.cosine(rows[0], rows[1]);
    }

    @Property(tries = 40, seed = "4")
    void graded_pairs_are_scored_by_the_correlation_of_ranks(
            @ForAll @IntRange(min = 3, max = 30) int size, @ForAll @IntRange(min = 2, max = DIMENSION) int dim) {
        SplittableRandom random = new SplittableRandom(size * 31L + dim);
        GradedPairs pairs = TinyPairs.graded(size, 1);
        float[] z = new float[2 * size * DIMENSION];
        for (int i = 0; i < z.length; i++) z[i] = (float) random.nextGaussian();
        Embeddings embeddings = Embeddings.of(z, 2 * size, DIMENSION);
        double[] cosines = IntStream.range(0, size)
                .mapToDouble(i -> cosine(embeddings, i, size + i, dim))
                .toArray();
        double expected = pearson(ranks(cosines), ranks(pairs.scores()));
        assertThat(new CoSent().score(pairs, embeddings, null, dim)).isCloseTo(expected, within(1e-9));
        assertThat(new CosineRegression().score(pairs, embeddings, null, dim)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void cosines_or_grades_that_are_all_alike_order_nothing() {
        GradedPairs pairs = TinyPairs.graded(4, 1);
        Embeddings alike = Embeddings.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8, 1);
        assertThat(new CoSent().score(pairs, alike, null, 1)).isZero();
        Embeddings different = Embeddings.of(new float[] {1, -2, 3, -4, 5, 6, 7, -8}, 8, 1);
        assertThat(new CosineRegression().score(GradedPairs.of(pairs.pairs(), 1, 1, 1, 1), different, null, 1))
                .isZero();
    }

    /** From 1; equal values share the mean of theirs. */
    private static double[] ranks(double[] values) {
        return Arrays.stream(values)
                .map(value -> Arrays.stream(values).filter(x -> x < value).count()
                        + (1 + Arrays.stream(values).filter(x -> x == value).count()) / 2.0)
                .toArray();
    }

    private static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow(),
                meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Property(tries = 40, seed = "5")
    void pairs_are_scored_by_the_share_whose_second_text_is_nearest(
            @ForAll @IntRange(min = 1, max = 20) int size, @ForAll @IntRange(min = 2, max = DIMENSION) int dim) {
        TextPairs pairs = TinyPairs.pairs(size, 2);
        Embeddings z = draw(2 * size, new SplittableRandom(size * 37L + dim));
        int hits = 0, undecided = 0;
        for (int i = 0; i < size; i++) {
            int first = i;
            double[] cosines = IntStream.range(0, size)
                    .mapToDouble(j -> cosine(z, first, size + j, dim))
                    .toArray();
            double best = Arrays.stream(cosines).max().orElseThrow();
            List<String> nearest = IntStream.range(0, size)
                    .filter(j -> !(cosines[j] < best - 1e-6))
                    .mapToObj(pairs::second)
                    .distinct()
                    .toList();
            if (nearest.size() > 1 || Double.isNaN(best)) undecided++;
            else if (nearest.getFirst().equals(pairs.second(i))) hits++;
        }
        assertThat(new InfoNce().score(pairs, z, null, dim) * size).isBetween(hits - 1e-9, hits + undecided + 1e-9);
    }

    @Test
    void of_many_pairs_each_competes_with_the_thousand_around() {
        int size = 1500; // pair i and pair 1200 + i have the same vectors
        String[] firsts = new String[size], seconds = new String[size];
        float[] z = new float[2 * size * 2];
        for (int i = 0; i < size; i++) {
            firsts[i] = "first " + i;
            seconds[i] = "second " + i;
            double angle = i % 1200 * Math.TAU / 1200;
            z[2 * i] = z[2 * (size + i)] = (float) Math.cos(angle);
            z[2 * i + 1] = z[2 * (size + i) + 1] = (float) Math.sin(angle);
        }
        Embeddings embeddings = Embeddings.of(z, 2 * size, 2);
        assertThat(new InfoNce().score(TinyPairs.of(firsts, seconds), embeddings, null, 2))
                .isEqualTo(1);
    }

    private static void assertRefused(ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void pairs_teach_embeddings_and_two_at_least() {
        MatryoshkaConfig embedding = MatryoshkaConfig.embedding(NestingDims.of(2, 4));
        MatryoshkaConfig classifier = MatryoshkaConfig.of(NestingDims.of(2, 4), List.of("a", "b"));
        TextPairs pairs = TinyPairs.pairs(4, 1);
        GradedPairs graded = TinyPairs.graded(4, 1);
        new InfoNce().requireFit(embedding, pairs);
        new CoSent().requireFit(embedding, graded);
        new CosineRegression().requireFit(embedding, graded);
        assertRefused(() -> new InfoNce().requireFit(classifier, pairs), "InfoNce", "MRL", "2 classes", "embedding(");
        assertRefused(() -> new CoSent().requireFit(classifier, graded), "CoSent", "MRL", "2 classes", "embedding(");
        assertRefused(() -> new CosineRegression().requireFit(classifier, graded), "CosineRegression", "embedding(");
        assertRefused(() -> new InfoNce().requireFit(embedding, pairs.select(0)), "2 pairs or more", "got 1");
    }

    @Test
    void temperature_and_scale_are_positive_and_finite() {
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(() -> new InfoNce(wrong), "temperature", "positive and finite", "" + wrong);
            assertRefused(() -> new CoSent(wrong), "scale", "positive and finite", "" + wrong);
        }
    }

    @Test
    void an_objective_says_what_tells_it_from_others() {
        assertThat(new InfoNce(0.1)).hasToString("InfoNce[temperature=0.1]").isNotEqualTo(new InfoNce());
        assertThat(new CoSent().metric()).isEqualTo("spearman");
        assertThat(new CosineRegression().metric()).isEqualTo("spearman");
        assertThat(new InfoNce().metric()).isEqualTo("recall@1");
        assertThat(new CrossEntropy().metric()).isEqualTo("accuracy");
    }
}
