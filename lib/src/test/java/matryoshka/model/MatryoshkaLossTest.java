package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MatryoshkaLossTest {
    private static final List<Engine> ENGINES = List.of(Engine.vectorized(2), Engine.plain());

    @AfterContainer
    static void close() {
        ENGINES.forEach(Engine::close);
    }

    /** A batch z [B, D] with its classes. */
    private record Batch(float[] z, int dimension, int[] labels) {
        static Batch random(int size, int dimension, int classes, SplittableRandom random) {
            float[] z = new float[size * dimension];
            for (int i = 0; i < z.length; i++) z[i] = (float) random.nextGaussian(0, 2);
            return new Batch(
                    z,
                    dimension,
                    IntStream.range(0, size).map(i -> random.nextInt(classes)).toArray());
        }

        INDArray oneHot(int classes) {
            float[][] labels = new float[this.labels.length][classes];
            for (int i = 0; i < labels.length; i++) labels[i][this.labels[i]] = 1;
            return Nd4j.createFromArray(labels);
        }
    }

    @Property(tries = 25, seed = "7")
    void the_graph_equals_the_naive_loop(
            @ForAll Head head,
            @ForAll @IntRange(min = 1, max = 9) int size,
            @ForAll @IntRange(min = 1, max = 24) int dimension,
            @ForAll @IntRange(min = 2, max = 7) int classes,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MatryoshkaConfig config = config(head, dimension, classes, random);
        Parameters heads = HeadParameters.initial(config);
        heads.forEach((name, array) -> array.addi(0.1)); // biases start at 0
        Batch batch = Batch.random(size, dimension, classes, random);
        NestedHeads numbers = HeadParameters.numbers(config, heads);

        for (Engine engine : ENGINES) {
            Map<String, INDArray> losses = run(engine, config, heads, batch);
            double total = 0;
            for (int i = 0; i < config.dims().size(); i++) {
                int dim = config.dims().dims().get(i);
                double expected = meanCrossEntropy(numbers, batch, dim);
                total += config.relativeImportance().get(i) * expected;
                assertThat(losses.get(MatryoshkaLoss.at(dim)).getDouble(0)).isCloseTo(expected, within(1e-4));
            }
            assertThat(losses.get(MatryoshkaLoss.TOTAL).getDouble(0))
                    .isCloseTo(total, within(1e-4 * Math.max(1, total)));
        }
    }

    /** Nesting dims drawn at random, the full one always among them, or for a fixed feature any one dim; c_m ≠ 1. */
    static MatryoshkaConfig config(Head head, int dimension, int classes, SplittableRandom random) {
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
        int[] drawn = IntStream.rangeClosed(1, dimension)
                .filter(dim -> dim == dimension || random.nextInt(4) == 0)
                .toArray();
        if (head == Head.FIXED_FEATURE) drawn = Arrays.copyOf(drawn, 1);
        double[] importance = random.doubles(drawn.length, 0.2, 3).toArray();
        return new MatryoshkaConfig(
                NestingDims.of(drawn),
                names,
                head,
                Arrays.stream(importance).boxed().toList(),
                random.nextInt());
    }

    private static Map<String, INDArray> run(Engine engine, MatryoshkaConfig config, Parameters heads, Batch batch) {
        SameDiff graph = SameDiff.create();
        SDVariable z = graph.placeHolder("z", DataType.FLOAT, -1, batch.dimension());
        MatryoshkaLoss.build(graph, z, config, heads, batch.dimension());
        List<String> outputs = new ArrayList<>(MatryoshkaLoss.names(config));
        outputs.add(MatryoshkaLoss.TOTAL);
        INDArray values = Nd4j.createFromArray(batch.z()).reshape(batch.labels().length, batch.dimension());
        INDArray labels = batch.oneHot(config.classes().size());
        return engine.forward(graph, outputs)
                .run(Map.of("z", values, MatryoshkaLoss.LABELS, labels))
                .outputs();
    }

    /** mean_i −log softmax(logits_i)[y_i], in double. */
    private static double meanCrossEntropy(NestedHeads heads, Batch batch, int dim) {
        double sum = 0;
        for (int i = 0; i < batch.labels().length; i++) {
            float[] logits = heads.logits(batch.z(), i * batch.dimension(), dim);
            double exponentials = 0;
            for (float logit : logits) exponentials += Math.exp(logit);
            sum += Math.log(exponentials) - logits[batch.labels()[i]];
        }
        return sum / batch.labels().length;
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
