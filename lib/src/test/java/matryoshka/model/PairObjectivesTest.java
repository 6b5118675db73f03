package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.data.GradedPairs;
import matryoshka.data.TextPairs;
import matryoshka.data.TrainingData;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is learned from pairs, against loops in double over made-up embeddings: equal texts and grades among them. */
class PairObjectivesTest {
    private static final Engine VECTORIZED = Engine.vectorized(2);
    private static final Engine PLAIN = Engine.plain();

    @AfterContainer
    static void close() {
        VECTORIZED.close();
        PLAIN.close();
    }

    /** Pairs of few different texts, graded by few different grades. */
    private static GradedPairs draw(int size, SplittableRandom random) {
        TextPairs pairs = TinyPairs.of(names("first ", size, random), names("second ", size, random));
        return GradedPairs.of(
                pairs, random.ints(size, 0, 4).mapToDouble(i -> i / 3.0).toArray());
    }

    private static String[] names(String side, int size, SplittableRandom random) {
        return IntStream.range(0, size)
                .mapToObj(i -> side + random.nextInt(2 * size))
                .toArray(String[]::new);
    }

    @Property(tries = 25, seed = "8")
    void the_graphs_equal_the_naive_loops(
            @ForAll @IntRange(min = 1, max = 7) int size,
            @ForAll @IntRange(min = 1, max = 24) int dimension,
            @ForAll @DoubleRange(min = 0.03, max = 2) double temperature,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        checkAll(RandomLoss.draw(2 * size, dimension, random), draw(size, random), temperature);
    }

    @Example
    void so_they_do_on_two_pairs_at_every_dim_from_1_and_by_default() {
        SplittableRandom random = new SplittableRandom(3);
        RandomLoss loss = RandomLoss.at(NestingDims.of(1, 2, 3, 4), 4, 4, random);
        String[] same = {"first", "first"}, different = {"one", "other"};
        checkAll(loss, GradedPairs.of(TinyPairs.of(same, different), 0.5, 0.5), 0.1);
        checkAll(loss, GradedPairs.of(TinyPairs.of(different, same), 1, 0), 0.1);
        check(loss, new InfoNce(), TinyPairs.of(different, different), NaiveLosses.infoNce(different, different, 0.05));
        check(
                loss,
                new CoSent(),
                GradedPairs.of(TinyPairs.of(different, different), 0, 1),
                NaiveLosses.coSent(new double[] {0, 1}, 20));
    }

    private static void checkAll(RandomLoss loss, GradedPairs data, double temperature) {
        String[] firsts = data.pairs().firsts().toArray(String[]::new);
        String[] seconds = data.pairs().seconds().toArray(String[]::new);
        check(loss, new InfoNce(temperature), data.pairs(), NaiveLosses.infoNce(firsts, seconds, temperature));
        check(loss, new CoSent(1 / temperature), data, NaiveLosses.coSent(data.scores(), 1 / temperature));
        check(loss, new CosineRegression(), data, NaiveLosses.cosineRegression(data.scores()));
    }

    /** At every dim and in total, by both engines. */
    private static <D extends TrainingData<String>> void check(
            RandomLoss loss, Objective<? super D> objective, D data, ToDoubleFunction<double[][]> naive) {
        Map<String, INDArray> targets =
                objective.targets(data, IntStream.range(0, data.size()).toArray());
        for (Engine engine : loss.engines(data.size(), VECTORIZED, PLAIN)) {
            Map<String, INDArray> losses =
                    loss.run(loss.model(engine), objective, targets).outputs();
            List<Double> expected = new ArrayList<>();
            for (int dim : loss.dims().dims()) {
                expected.add(naive.applyAsDouble(loss.prefixes(dim)));
                assertThat(losses.get(MatryoshkaLoss.at(dim)).getDouble(0))
                        .as("%s at %d", objective, dim)
                        .isCloseTo(expected.getLast(), within(1e-4));
            }
            double total = loss.total(expected);
            assertThat(losses.get(MatryoshkaLoss.TOTAL).getDouble(0))
                    .as(objective.toString())
                    .isCloseTo(total, within(1e-4 * Math.max(1, total)));
        }
    }

    @Property(tries = 10, seed = "9")
    void the_gradient_of_embeddings_is_the_difference_quotient_of_the_naive_loops(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomLoss loss = RandomLoss.at(NestingDims.of(1, 2, 5), 8, 5, random);
        GradedPairs data = draw(4, random);
        String[] firsts = data.pairs().firsts().toArray(String[]::new);
        String[] seconds = data.pairs().seconds().toArray(String[]::new);
        checkGradient(loss, new InfoNce(0.5), data.pairs(), NaiveLosses.infoNce(firsts, seconds, 0.5));
        checkGradient(loss, new CoSent(3), data, NaiveLosses.coSent(data.scores(), 3));
        checkGradient(loss, new CosineRegression(), data, NaiveLosses.cosineRegression(data.scores()));
    }

    private static <D extends TrainingData<String>> void checkGradient(
            RandomLoss loss, Objective<? super D> objective, D data, ToDoubleFunction<double[][]> naive) {
        Map<String, INDArray> targets =
                objective.targets(data, IntStream.range(0, data.size()).toArray());
        double[] quotients = quotients(loss, naive);
        for (Engine engine : loss.engines(data.size(), VECTORIZED, PLAIN)) {
            Program.Step step = loss.run(loss.model(engine), objective, targets);
            double[] gradient = step.gradients()
                    .get(TrainingPrograms.EMBEDDINGS)
                    .values()
                    .dup('c')
                    .data()
                    .asDouble();
            double largest = Arrays.stream(quotients).map(Math::abs).max().orElseThrow();
            assertThat(gradient)
                    .as(objective.toString())
                    .containsExactly(quotients, within(1e-4 * Math.max(1, largest)));
        }
    }

    /** ∂/∂z_ij of Σ c_m·L_m, by central differences in double. */
    private static double[] quotients(RandomLoss loss, ToDoubleFunction<double[][]> naive) {
        double step = 1e-6;
        double[] quotients = new double[loss.z().length];
        for (int d = 0; d < loss.dims().size(); d++) {
            int dim = loss.dims().dims().get(d);
            double[][] prefixes = loss.prefixes(dim);
            for (int row = 0; row < prefixes.length; row++)
                for (int i = 0; i < dim; i++) {
                    double value = prefixes[row][i];
                    prefixes[row][i] = value + step;
                    double above = naive.applyAsDouble(prefixes);
                    prefixes[row][i] = value - step;
                    double below = naive.applyAsDouble(prefixes);
                    prefixes[row][i] = value;
                    quotients[row * loss.dimension() + i] += loss.importance()[d] * (above - below) / (2 * step);
                }
        }
        return quotients;
    }

    @Example
    void embeddings_of_zeros_have_a_loss_and_a_gradient_of_zeros() {
        RandomLoss zeros = new RandomLoss(new float[6 * 4], 4, NestingDims.of(2, 4), new double[] {1, 1});
        GradedPairs data = TinyPairs.graded(3, 1);
        for (Engine engine : List.of(VECTORIZED, PLAIN))
            for (Objective<GradedPairs> objective : List.of(new CoSent(), new CosineRegression())) {
                Program.Step step =
                        zeros.run(zeros.model(engine), objective, objective.targets(data, new int[] {0, 1, 2}));
                assertThat(step.outputs().get(MatryoshkaLoss.TOTAL).getDouble(0))
                        .isFinite();
                assertThat(step.gradients()
                                .get(TrainingPrograms.EMBEDDINGS)
                                .values()
                                .amaxNumber()
                                .doubleValue())
                        .isZero();
            }
    }
}
