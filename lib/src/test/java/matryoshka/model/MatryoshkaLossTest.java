package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.data.TextDataset;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class MatryoshkaLossTest {
    private static final Engine VECTORIZED = Engine.vectorized(2);
    private static final Engine PLAIN = Engine.plain();

    @AfterContainer
    static void close() {
        VECTORIZED.close();
        PLAIN.close();
    }

    @Provide
    static Arbitrary<Head> classifiers() {
        return Arbitraries.of(Head.MRL, Head.MRL_E, Head.FIXED_FEATURE);
    }

    @Property(tries = 25, seed = "7")
    void the_graph_equals_the_naive_loop(
            @ForAll("classifiers") Head head,
            @ForAll @IntRange(min = 1, max = 9) int size,
            @ForAll @IntRange(min = 1, max = 24) int dimension,
            @ForAll @IntRange(min = 2, max = 7) int classes,
            @ForAll @DoubleRange(min = 0, max = 0.9) double smoothing,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomLoss loss = RandomLoss.draw(size, dimension, random);
        if (head == Head.FIXED_FEATURE)
            loss = RandomLoss.at(NestingDims.of(loss.dims().dims().getFirst()), size, dimension, random);
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
        MatryoshkaConfig config = MatryoshkaConfig.of(loss.dims(), names)
                .withHead(head)
                .withRelativeImportance(loss.importance())
                .withSeed(random.nextInt());
        check(loss, config, new CrossEntropy(smoothing), data(names, size, random));
        check(loss, config, new CrossEntropy(), data(names, size, random));
    }

    private static TextDataset data(List<String> classes, int size, SplittableRandom random) {
        String[] texts = new String[size], labels = new String[size];
        for (int i = 0; i < size; i++) {
            texts[i] = "text " + i;
            labels[i] = classes.get(random.nextInt(classes.size()));
        }
        Table table = Table.create(StringColumn.create("t", texts), StringColumn.create("l", labels));
        return TextDataset.of("random", table, "t", "l").withClasses(classes);
    }

    private static void check(RandomLoss loss, MatryoshkaConfig config, CrossEntropy objective, TextDataset data) {
        for (Engine engine : loss.engines(data.size(), VECTORIZED, PLAIN)) {
            MatryoshkaModel<?> model = loss.model(config, engine);
            model.parameters().forEach((name, array) -> array.addi(0.1)); // biases start at 0
            int[] items = IntStream.range(0, data.size()).toArray();
            Map<String, INDArray> losses =
                    loss.run(model, objective, objective.targets(data, items)).outputs();
            List<Double> expected = new ArrayList<>();
            for (int dim : config.dims().dims()) {
                expected.add(meanCrossEntropy(model.heads(), loss, data, objective.labelSmoothing(), dim));
                assertThat(losses.get(MatryoshkaLoss.at(dim)).getDouble(0)).isCloseTo(expected.getLast(), within(1e-4));
            }
            double total = loss.total(expected);
            assertThat(losses.get(MatryoshkaLoss.TOTAL).getDouble(0))
                    .isCloseTo(total, within(1e-4 * Math.max(1, total)));
        }
    }

    /** mean_i −Σ_c t_ic·log softmax(logits_i)[c], in double. */
    private static double meanCrossEntropy(
            NestedHeads heads, RandomLoss loss, TextDataset data, double smoothing, int dim) {
        double sum = 0;
        int classes = data.classes().size();
        for (int i = 0; i < data.size(); i++) {
            float[] logits = heads.logits(loss.z(), i * loss.dimension(), dim);
            double exponentials = 0;
            for (float logit : logits) exponentials += Math.exp(logit);
            for (int c = 0; c < classes; c++) {
                double target = smoothing / classes + (c == data.label(i) ? 1 - smoothing : 0);
                sum += target * (Math.log(exponentials) - logits[c]);
            }
        }
        return sum / data.size();
    }

    @Test
    void a_share_of_smoothing_is_none_to_less_than_all() {
        for (double wrong : new double[] {-0.1, 1, Double.NaN})
            assertThatThrownBy(() -> new CrossEntropy(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("label smoothing", "[0, 1)", "" + wrong);
    }

    @Test
    void efficient_heads_are_the_first_rows_of_one_matrix() {
        List<String> classes = List.of("a", "b", "c");
        MatryoshkaConfig efficient =
                MatryoshkaConfig.of(NestingDims.of(2, 5), classes).withHead(Head.MRL_E);
        Parameters heads = HeadParameters.initial(efficient);
        float[] z = {1, -2, 3, -4, 5};

        NestedHeads numbers = HeadParameters.numbers(efficient, heads);
        float[][] weight = heads.get(HeadParameters.weight(efficient, 5)).toFloatMatrix();

        assertThat(heads.names()).hasSize(2);
        assertThat(numbers.dims()).isEqualTo(NestingDims.of(5));
        float[] sliced = new float[3];
        for (int c = 0; c < 3; c++) sliced[c] = z[0] * weight[0][c] + z[1] * weight[1][c];
        assertThat(numbers.logits(z, 0, 2)).containsExactly(sliced, within(1e-6f));
    }

    @Test
    void matryoshka_heads_are_one_pair_a_dim_and_a_seed_draws_them() {
        MatryoshkaConfig config = MatryoshkaConfig.of(NestingDims.of(1, 2, 4), List.of("a", "b"));
        Parameters heads = HeadParameters.initial(config);

        assertThat(heads.count()).isEqualTo((1 + 2 + 4) * 2 + 3 * 2);
        heads.forEach((name, array) ->
                assertThat(HeadParameters.initial(config).get(name)).isEqualTo(array));
        String full = HeadParameters.weight(config, 4);
        assertThat(HeadParameters.initial(config.withSeed(1)).get(full)).isNotEqualTo(heads.get(full));
        assertThat(heads.get(full).amaxNumber().doubleValue()).isLessThanOrEqualTo(1 / Math.sqrt(4));
    }
}
