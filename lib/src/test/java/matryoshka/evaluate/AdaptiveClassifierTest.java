package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;
import matryoshka.model.NestedHeads.Linear;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AdaptiveClassifierTest {
    private static final NestingDims DIMS = NestingDims.of(8, 16, 32);

    private static Cascade cascade(boolean[][] right, float[][] confidence) {
        return new Cascade(DIMS, right, confidence);
    }

    @Test
    void stops_where_a_head_is_surer_than_its_threshold_and_counts_the_dims() {
        AdaptiveClassifier classifier = new AdaptiveClassifier(DIMS, List.of(0.5, 0.9));
        AdaptiveScore score = classifier.score(cascade(
                new boolean[][] {{true, false, false}, {false, true, false}, {true, true, false}, {false, false, false}
                },
                new float[][] {{0.6f, 0.1f, 0.1f}, {0.5f, 0.95f, 0.1f}, {0.2f, 0.3f, 1}, {0.4f, 0.9f, 0.2f}}));

        assertThat(score.accuracy()).isEqualTo(0.5); // right at 8, right at 16, wrong at 32, wrong at 32
        assertThat(score.expectedDims()).isEqualTo((8 + 16 + 32 + 32) / 4.0);
        assertThat(score.cumulativeDims()).isEqualTo((8 + 24 + 56 + 56) / 4.0);
        assertThat(score.oracle()).isEqualTo(0.75);
        assertThat(score.full()).isZero();
        assertThat(score.oracleGapClosed()).isCloseTo(0.5 / 0.75, within(1e-12));
    }

    @Property(tries = 30, seed = "9")
    void thresholds_are_the_smallest_of_the_most_accurate(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[][] right = new boolean[40][3];
        float[][] confidence = new float[800][3];
        for (int q = 0; q < 40; q++)
            for (int d = 0; d < 3; d++) {
                confidence[q][d] = (float) random.nextDouble();
                right[q][d] = random.nextDouble() < confidence[q][d];
            }
        AdaptiveClassifier fitted = AdaptiveClassifier.fit(cascade(right, confidence));

        for (int d = 0; d < 2; d++) {
            int best = -1;
            double first = 0;
            for (int step = 0; step < 100; step++) {
                double t = 0.1 + step * 0.9 / 99;
                int hits = 0;
                for (int q = 0; q < 40; q++) hits += (confidence[q][d] > t ? right[q][d] : right[q][d + 1]) ? 1 : 0;
                if (hits > best) first = t;
                best = Math.max(best, hits);
            }
            assertThat(fitted.thresholds().get(d)).isCloseTo(first, within(1e-9));
        }
    }

    @Property(tries = 30, seed = "11")
    void a_budget_is_spent_by_the_most_accurate_pair_of_threshold_and_largest_dim(
            @ForAll long seed, @ForAll @DoubleRange(min = 8, max = 40) double budget) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[][] right = new boolean[60][3];
        float[][] confidence = new float[60][3];
        for (int q = 0; q < 60; q++)
            for (int d = 0; d < 3; d++) {
                confidence[q][d] = (float) random.nextDouble(0.05, 1);
                right[q][d] = random.nextDouble() < confidence[q][d];
            }
        Cascade examples = cascade(right, confidence);
        AdaptiveScore spent = AdaptiveClassifier.fit(examples, budget).score(examples);

        double most = 0;
        for (int last = 0; last < 3; last++) {
            double highest = 0;
            for (int step = 0; step < 100; step++) {
                double t = 0.1 + step * 0.9 / 99;
                AdaptiveScore score = naive(last, t).score(examples);
                if (score.expectedDims() <= budget) highest = t;
            }
            most = Math.max(
                    most,
                    naive(highest == 0 ? 0 : last, highest).score(examples).accuracy());
        }
        assertThat(spent.expectedDims()).isLessThanOrEqualTo(budget);
        assertThat(spent.accuracy()).isEqualTo(most);
    }

    private static AdaptiveClassifier naive(int last, double t) {
        return new AdaptiveClassifier(DIMS, List.of(last > 0 ? t : 0, last > 1 ? t : 0));
    }

    @Test
    void a_budget_below_the_smallest_dim_is_refused_and_a_large_one_goes_up_to_where_accuracy_grows() {
        Cascade examples = cascade(
                new boolean[][] {{true, true, true}, {false, true, false}}, new float[][] {{0.9f, 1, 1}, {0.3f, 1, 1}});
        assertThatThrownBy(() -> AdaptiveClassifier.fit(examples, 7.5))
                .hasMessageContainingAll("7.5", "smallest of 8,16,32", "at least 8");
        AdaptiveClassifier roomy = AdaptiveClassifier.fit(examples, 100);
        assertThat(roomy.score(examples).accuracy()).isEqualTo(1);
        assertThat(roomy.thresholds().get(1)).isZero(); // 32 dims are never read: they know less than 16
    }

    @Test
    void heads_are_walked_through_from_embeddings_and_averaged_over_splits() {
        NestingDims dims = NestingDims.of(1, 2);
        NestedHeads heads = new NestedHeads(List.of(
                new Linear(1, 2, new float[] {-9, 9}, new float[2]),
                new Linear(2, 2, new float[] {0, 0, -9, 9}, new float[2])));
        float[] z = new float[800];
        int[] labels = new int[400];
        for (int i = 0; i < 400; i++) {
            labels[i] = i % 2;
            z[2 * i] = i < 200 ? (i % 2 == 0 ? -1 : 1) : 0; // half of them can be told by the first number
            z[2 * i + 1] = i % 2 == 0 ? -1 : 1;
        }
        Embeddings queries = Embeddings.of(z, 400, 2).withLabels(labels);

        AdaptiveScore score = AdaptiveClassifier.evaluate(heads, queries, dims, 4);

        assertThat(score.accuracy()).isEqualTo(1);
        assertThat(score.full()).isEqualTo(1);
        assertThat(score.expectedDims()).isBetween(1.3, 1.7);
        assertThat(score.cumulativeDims()).isCloseTo(1 + 2 * (score.expectedDims() - 1), within(1e-9));
        assertThat(AdaptiveClassifier.evaluate(heads, queries, dims, 4)).isEqualTo(score);
        AdaptiveClassifier fitted = AdaptiveClassifier.fit(heads, queries, dims);
        AdaptiveScore whole = fitted.score(heads, queries);
        double right = 0, taken = 0;
        for (int q = 0; q < queries.rows(); q++) {
            AdaptiveClassifier.Decision decision = fitted.classify(heads, queries.row(q));
            if (decision.classId() == queries.label(q)) right++;
            taken += decision.dim();
            assertThat(decision.confidence())
                    .isEqualTo(heads.probabilities(queries.row(q), decision.dim())[decision.classId()]);
        }
        assertThat(right / queries.rows()).isEqualTo(whole.accuracy());
        assertThat(taken / queries.rows()).isEqualTo(whole.expectedDims());
        AdaptiveScore budgeted = AdaptiveClassifier.evaluate(heads, queries, dims, 1.6, 4);
        assertThat(budgeted.accuracy()).isEqualTo(1);
        assertThat(budgeted.expectedDims()).isBetween(1.3, 1.7);
        assertThatThrownBy(() -> AdaptiveClassifier.evaluate(heads, queries.select(1, 2, 3), dims, 4))
                .hasMessageContainingAll("5 or more", "got 3");
        assertThatThrownBy(() -> new AdaptiveClassifier(dims, List.of())).hasMessageContaining("1 for 1,2");
    }
}
