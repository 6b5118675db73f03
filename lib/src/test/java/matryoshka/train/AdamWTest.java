package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Gradient;
import matryoshka.engine.Workers;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamWTest {
    private static final Optimization OPTIONS =
            Optimization.defaults().withRates(0.01, 0.1).withWeightDecay(0.3).withClipNorm(2);
    private static final Map<String, int[]> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("dense.weight", new int[] {5, 7});
        SHAPES.put("dense.bias", new int[] {5});
        SHAPES.put("LayerNorm.weight", new int[] {21});
        SHAPES.put("heads.8.weight", new int[] {8, 3});
        SHAPES.put("heads.8.bias", new int[] {3});
    }

    /** Of the encoder's rate; a head would learn by its own whatever its share. */
    private static double share(String name) {
        return name.equals("dense.bias") || name.startsWith("heads.") ? 0.25 : 1;
    }

    /** AdamW of one tensor by the book (arXiv:1711.05101, algorithm 2), in double. */
    private static final class Naive {
        final double[] weight;
        final double rate;
        final double decay;
        final double[] first;
        final double[] second;

        Naive(String name, float[] weight) {
            this.weight = new double[weight.length];
            Arrays.setAll(this.weight, i -> weight[i]);
            rate = name.startsWith("heads.") ? 0.1 / Math.sqrt(8) : 0.01 * share(name); // the head has 8 inputs
            decay = name.equals("dense.weight") || name.equals("heads.8.weight") ? 0.3 : 0;
            first = new double[weight.length];
            second = new double[weight.length];
        }

        void step(double[] gradient, double schedule, double clip, int t) {
            for (int i = 0; i < weight.length; i++) {
                double g = gradient[i] * clip;
                first[i] = 0.9 * first[i] + 0.1 * g;
                second[i] = 0.999 * second[i] + 0.001 * g * g;
                double m = first[i] / (1 - Math.pow(0.9, t)), v = second[i] / (1 - Math.pow(0.999, t));
                weight[i] -= schedule * rate * (m / (Math.sqrt(v) + 1e-8) + decay * weight[i]);
            }
        }
    }

    private static INDArray draw(SplittableRandom random, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Nd4j.create(values, Arrays.stream(shape).asLongStream().toArray(), 'c');
    }

    private static double[] doubles(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    @Property(tries = 10, seed = "11")
    void several_steps_equal_the_naive_loop_in_double(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        Map<String, Naive> naive = new HashMap<>();
        SHAPES.forEach((name, shape) -> {
            tensors.put(name, draw(random, shape));
            naive.put(name, new Naive(name, tensors.get(name).dup().data().asFloat()));
        });
        try (Workers workers = new Workers(2)) {
            AdamW optimizer = new AdamW(Parameters.of(tensors), OPTIONS, AdamWTest::share, workers);
            for (int t = 1; t <= 6; t++) {
                double size = t % 2 == 0 ? 0.01 : 3; // below and above the clip norm of 2
                double schedule = t / 6.0;
                Map<String, Gradient> gradients = new HashMap<>();
                SHAPES.forEach((name, shape) -> gradients.put(
                        name, new Gradient.Dense(draw(random, shape).muli(size))));
                double norm = optimizer.gradientNorm(gradients);
                assertThat(norm).isCloseTo(naiveNorm(gradients), within(1e-4 * norm));
                optimizer.step(gradients, schedule, norm);
                for (String name : SHAPES.keySet())
                    naive.get(name).step(doubles(gradients.get(name).values()), schedule, Math.min(1, 2 / norm), t);
            }
        }
        naive.forEach((name, expected) ->
                assertThat(doubles(tensors.get(name))).as(name).containsExactly(expected.weight, within(1e-5)));
    }

    private static double naiveNorm(Map<String, Gradient> gradients) {
        double squares = 0;
        for (Gradient gradient : gradients.values()) for (double g : doubles(gradient.values())) squares += g * g;
        return Math.sqrt(squares);
    }

    @Test
    void of_a_table_only_the_rows_of_the_batch_move_and_decay() {
        SplittableRandom random = new SplittableRandom(1);
        INDArray table = draw(random, 6, 4), before = table.dup(), rows = draw(random, 2, 4);
        Naive two = new Naive("dense.weight", before.getRow(2).dup().data().asFloat());
        Naive five = new Naive("dense.weight", before.getRow(5).dup().data().asFloat());
        try (Workers workers = new Workers(1)) {
            AdamW optimizer = new AdamW(Parameters.of(Map.of("words.weight", table)), OPTIONS, name -> 1, workers);
            for (int t = 1; t <= 3; t++)
                optimizer.step(Map.of("words.weight", new Gradient.Rows(new int[] {5, 2}, rows)), 1, 0.5);
        }
        for (int t = 1; t <= 3; t++) {
            five.step(doubles(rows.getRow(0)), 1, 1, t);
            two.step(doubles(rows.getRow(1)), 1, 1, t);
        }
        assertThat(doubles(table.getRow(5))).containsExactly(five.weight, within(1e-5));
        assertThat(doubles(table.getRow(2))).containsExactly(two.weight, within(1e-5));
        for (int untouched : new int[] {0, 1, 3, 4})
            assertThat(table.getRow(untouched)).isEqualTo(before.getRow(untouched));
    }

    @Test
    void a_parameter_without_a_gradient_stays() {
        INDArray weight = draw(new SplittableRandom(1), 3, 3), before = weight.dup();
        try (Workers workers = new Workers(1)) {
            new AdamW(Parameters.of(Map.of("unused.weight", weight)), OPTIONS, name -> 1, workers).step(Map.of(), 1, 0);
        }
        assertThat(weight).isEqualTo(before);
    }

    @Test
    void a_number_that_is_not_finite_shows_in_the_norms() {
        INDArray weight = draw(new SplittableRandom(1), 3, 3), gradient = draw(new SplittableRandom(2), 3, 3);
        try (Workers workers = new Workers(1)) {
            AdamW optimizer = new AdamW(Parameters.of(Map.of("w", weight)), OPTIONS, name -> 1, workers);
            assertThat(optimizer.weightNorm()).isFinite();
            weight.putScalar(8, Float.NaN);
            gradient.putScalar(8, Float.POSITIVE_INFINITY);
            assertThat(optimizer.weightNorm()).isNaN();
            assertThat(optimizer.gradientNorm(Map.of("w", new Gradient.Dense(gradient))))
                    .isInfinite();
        }
    }

    @Test
    void weights_of_another_type_are_refused() {
        Parameters doubles = Parameters.of(Map.of("w", Nd4j.zeros(DataType.DOUBLE, 3)));
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> new AdamW(doubles, OPTIONS, name -> 1, workers))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("FLOAT", "w has DOUBLE");
        }
    }
}
