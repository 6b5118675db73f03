package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImportanceScheduleTest {
    private static final int MANY = 20_000;

    /** From 1e-3 to 1e3. */
    private static double[] draw(int dims, SplittableRandom random) {
        return random.doubles(dims, -3, 3).map(x -> Math.pow(10, x)).toArray();
    }

    private static double[] after(
            ImportanceSchedule schedule, int steps, double[] importance, double[] losses, double[] norms) {
        double[] now = importance.clone();
        for (int i = 0; i < steps; i++) now = schedule.next(now, losses, norms);
        return now;
    }

    @Property(tries = 30, seed = "3")
    void fixed_importance_stays(@ForAll @IntRange(min = 1, max = 8) int dims, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] importance = draw(dims, random);
        assertThat(after(ImportanceSchedule.FIXED, 50, importance, draw(dims, random), null))
                .isEqualTo(importance);
    }

    @Property(tries = 30, seed = "3")
    void uncertainty_tends_to_the_inverse_of_each_loss(
            @ForAll @IntRange(min = 1, max = 8) int dims, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] losses = draw(dims, random);
        double[] found = after(ImportanceSchedule.UNCERTAINTY, 1000, draw(dims, random), losses, null);
        for (int i = 0; i < dims; i++) assertThat(found[i] * losses[i]).isCloseTo(1, within(1e-6));
    }

    /** By gradient descent on s = −log c at a rate of 0.05: ∂(exp(−s)·L + s)/∂s = 1 − c·L. */
    @Property(tries = 30, seed = "3")
    void a_step_of_uncertainty_descends_on_its_objective(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] importance = random.doubles(3, 0.1, 3).toArray(),
                losses = random.doubles(3, 0, 5).toArray();
        double[] next = ImportanceSchedule.UNCERTAINTY.next(importance, losses, null);
        for (int i = 0; i < 3; i++) {
            double s = -Math.log(importance[i]), h = 1e-6;
            double slope = (objective(s + h, losses[i]) - objective(s - h, losses[i])) / (2 * h);
            assertThat(-Math.log(next[i])).isCloseTo(s - 0.05 * slope, within(1e-8));
        }
    }

    private static double objective(double s, double loss) {
        return Math.exp(-s) * loss + s;
    }

    @Property(tries = 30, seed = "3")
    void gradient_norms_tend_to_pull_alike_their_importance_sum_kept(
            @ForAll @IntRange(min = 1, max = 8) int dims, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] importance = draw(dims, random);
        double[] norms = random.doubles(dims, 0.02, 10).toArray();
        double sum = Arrays.stream(importance).sum();
        double[] once = ImportanceSchedule.GRADIENT_NORM.next(importance, null, norms);
        assertThat(Arrays.stream(once).sum()).isCloseTo(sum, within(1e-9 * sum));
        double[] found = after(ImportanceSchedule.GRADIENT_NORM, 1000, importance, null, norms);
        assertThat(Arrays.stream(found).sum()).isCloseTo(sum, within(1e-9 * sum));
        double pull = found[0] * norms[0];
        for (int i = 1; i < dims; i++) assertThat(found[i] * norms[i]).isCloseTo(pull, within(1e-6 * pull));
    }

    @Test
    void a_dim_that_hardly_pulls_counts_as_if_it_pulled_a_thousandth() {
        double[] found =
                after(ImportanceSchedule.GRADIENT_NORM, 1000, new double[] {1, 1, 1}, null, new double[] {1e-9, 2, 0});
        assertThat(found[0] / found[1]).isCloseTo(1000, within(1e-3));
        assertThat(found[2]).isCloseTo(found[0], within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(ImportanceSchedule.class)
    void weights_stay_positive_and_finite_even_as_floats_whatever_the_losses(ImportanceSchedule schedule) {
        double[] absurd = {0, Double.MIN_VALUE, 1e-30, 1, 1e30, Double.MAX_VALUE};
        double[] importance = new double[absurd.length];
        Arrays.fill(importance, 1);
        double[] given = importance.clone();
        for (int step = 0; step < MANY; step++) {
            importance = schedule.next(importance, absurd, absurd);
            for (double weight : importance)
                assertThat((float) weight).as("step %d", step).isPositive().isFinite();
        }
        schedule.next(given, absurd, absurd);
        assertThat(given).containsOnly(1); // its arguments are not its own
    }

    @ParameterizedTest
    @EnumSource(ImportanceSchedule.class)
    void training_reports_the_importance_of_every_step_and_its_loss_is_weighted_by_it(ImportanceSchedule schedule) {
        Split<TextDataset> split = TinyTraining.split(TinyTraining.dataset(1));
        MatryoshkaConfig config =
                MatryoshkaConfig.of(TinyTraining.DIMS, split.train().classes()).withRelativeImportance(0.5, 2, 3);
        try (Engine engine = Engine.vectorized(2)) {
            MatryoshkaModel<String> model = MatryoshkaModel.create(TinyBert.encoder(1), config, engine);
            TrainOptions options =
                    TrainOptions.defaults().withEpochs(2).withBatchSize(8).withImportance(schedule);
            double[] expected = {0.5, 2, 3};
            for (StepReport step : new Trainer(options).fit(model, split).steps()) {
                assertThat(array(step.importanceByDim())).isEqualTo(expected);
                double[] losses = array(step.lossByDim());
                double sum = 0;
                for (int i = 0; i < losses.length; i++) sum += expected[i] * losses[i];
                assertThat(step.loss()).isCloseTo(sum, within(1e-4));
                assertThat(step.gradients() != null).isEqualTo(schedule.needsGradientNorms());
                double[] norms = step.gradients() == null
                        ? null
                        : step.gradients().norms().stream().mapToDouble(x -> x).toArray();
                expected = schedule.next(expected, losses, norms);
            }
        }
    }

    private static double[] array(SortedMap<Integer, Double> byDim) {
        return new TreeMap<>(byDim).values().stream().mapToDouble(x -> x).toArray();
    }
}
