package matryoshka.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BudgetAdvisorTest {
    private static final NestingDims DIMS = NestingDims.of(4, 16);

    private static BudgetAdvisor advisor;

    /** Ten classes around centres; each number in row tells a tenth less than the one before. */
    private static Embeddings drawn(int rows, long seed) {
        SplittableRandom centres = new SplittableRandom(1), random = new SplittableRandom(seed);
        float[][] centre = new float[10][16];
        for (float[] each : centre)
            for (int i = 0; i < 16; i++) each[i] = (float) (centres.nextGaussian() * Math.pow(0.9, i));
        float[] values = new float[rows * 16];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(10);
            for (int i = 0; i < 16; i++)
                values[row * 16 + i] = centre[labels[row]][i] + (float) (0.6 * random.nextGaussian());
        }
        return Embeddings.of(values, rows, 16).withLabels(labels);
    }

    @BeforeAll
    static void measure() {
        advisor = BudgetAdvisor.measure(drawn(3000, 2), drawn(200, 3), DIMS, 10);
    }

    @Test
    void without_a_budget_the_best_is_chosen() {
        Advice advice = advisor.advise(Budget.unlimited());
        assertThat(advisor.settings())
                .allMatch(one -> one.quality() <= advice.chosen().quality());
        assertThat(advice.regret()).isCloseTo(0, within(0.05));
    }

    @Test
    void a_budget_is_kept_and_its_price_told() {
        MeasuredSetting exhaustive = advisor.settings().getFirst();
        assertThat(exhaustive.name()).isEqualTo("brute-force at 16");
        Advice small = advisor.advise(Budget.unlimited().withMegabytes(0.03));
        assertThat(small.chosen().megabytes()).isLessThanOrEqualTo(0.03);
        assertThat(small.regret())
                .isCloseTo(exhaustive.heldOut() - small.chosen().heldOut(), within(1e-12));
        assertThat(small.hindsight()).isNotNegative();
        Advice quick = advisor.advise(Budget.unlimited().withQuality(exhaustive.quality() - 0.02));
        assertThat(quick.chosen().quality()).isGreaterThanOrEqualTo(exhaustive.quality() - 0.02);
        assertThat(advisor.settings())
                .filteredOn(one -> one.quality() >= exhaustive.quality() - 0.02)
                .allMatch(one -> one.micros() >= quick.chosen().micros());
    }

    @Test
    void what_is_unbeaten_trades_one_thing_for_another() {
        assertThat(advisor.unbeaten()).isNotEmpty().isSubsetOf(advisor.settings());
        double most = advisor.settings().stream()
                .mapToDouble(MeasuredSetting::quality)
                .max()
                .orElseThrow();
        assertThat(advisor.unbeaten()).anyMatch(one -> one.quality() == most);
        MeasuredSetting fastest = advisor.unbeaten().getFirst();
        assertThat(advisor.settings()).allMatch(one -> one.micros() >= fastest.micros());
    }

    @Test
    void without_labels_quality_is_agreement_with_exhaustive_search() {
        Embeddings rows = drawn(300, 4), queries = drawn(40, 5);
        BudgetAdvisor unlabelled = BudgetAdvisor.measure(
                Embeddings.of(rows.values(), 300, 16), Embeddings.of(queries.values(), 40, 16), NestingDims.of(4), 5);
        assertThat(unlabelled.settings().getFirst().quality()).isEqualTo(1);
        assertThat(unlabelled.settings().getFirst().heldOut()).isEqualTo(1);
        assertThat(unlabelled.settings())
                .filteredOn(one -> one.name().equals("brute-force at 4"))
                .singleElement()
                .matches(one -> one.quality() < 0.9);
    }

    @Test
    void what_no_setting_keeps_to_is_refused_with_what_comes_nearest() {
        assertThatThrownBy(() -> advisor.advise(Budget.unlimited().withMegabytes(1e-6)))
                .hasMessageContainingAll("no setting keeps to", "the smallest takes");
        assertThatThrownBy(() -> advisor.advise(Budget.unlimited().withQuality(1)))
                .hasMessageContainingAll("no setting reaches 1.0", "the best is");
        assertThatThrownBy(() -> Budget.unlimited().withQuality(1.5)).hasMessageContainingAll("at most 1", "got 1.5");
        assertThatThrownBy(() -> BudgetAdvisor.measure(drawn(30, 1), drawn(5, 2), DIMS, 1))
                .hasMessageContaining("20 or more queries");
    }
}
