package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.TinyBert;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.engine.Gradient;
import matryoshka.engine.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient of the whole model, encoder and heads, with dropout and c_m ≠ 1. */
class MatryoshkaGradientTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");
    private static final int BATCH = 7; // texts of 0 to 6 words, padding included
    private static final double STEP = 1e-5;
    private static final int CHECKED = 2; // numbers of every tensor: that of the largest gradient, and another

    private static MatryoshkaConfig config(Head head) {
        if (head == Head.FIXED_FEATURE)
            return MatryoshkaConfig.fixedFeature(5, CLASSES).withRelativeImportance(0.7);
        return MatryoshkaConfig.of(NestingDims.of(2, 5, TinyBert.DIMENSION), CLASSES)
                .withHead(head)
                .withRelativeImportance(0.5, 2, 1.5);
    }

    private static MatryoshkaModel<String> model(Head head, DataType type, Engine engine) {
        MatryoshkaConfig config = config(head);
        Map<String, INDArray> heads = new LinkedHashMap<>();
        HeadParameters.initial(config).forEach((name, array) -> heads.put(name, array.castTo(type)));
        return new MatryoshkaModel<>(TinyBert.encoder(5, type), config, Parameters.of(heads), engine);
    }

    private static Map<String, INDArray> feed(DataType type) {
        BertEncoder encoder = TinyBert.encoder(5);
        Map<String, INDArray> feed =
                TinyBert.cast(encoder.feed(TinyBert.texts(BATCH, 5), Mode.TRAINING, new SplittableRandom(5)), type);
        float[][] labels = new float[BATCH][CLASSES.size()];
        for (int i = 0; i < BATCH; i++) labels[i][i % CLASSES.size()] = 1;
        feed.put(MatryoshkaLoss.LABELS, Nd4j.createFromArray(labels).castTo(type));
        return feed;
    }

    /** Every parameter's gradient, of its own shape, rows spread into the table. */
    private static Map<String, INDArray> gradients(MatryoshkaModel<String> model, DataType type) {
        Map<String, INDArray> dense = new LinkedHashMap<>();
        model.trainingProgram().run(feed(type)).gradients().forEach((name, gradient) -> {
            INDArray values = gradient.values().castTo(DataType.DOUBLE).dup('c');
            if (gradient instanceof Gradient.Rows rows) {
                INDArray table =
                        Nd4j.zeros(DataType.DOUBLE, model.parameters().get(name).shape());
                for (int i = 0; i < rows.ids().length; i++) table.putRow(rows.ids()[i], values.getRow(i));
                values = table;
            }
            dense.put(name, values);
        });
        return dense;
    }

    @ParameterizedTest
    @EnumSource(Head.class)
    void the_gradient_is_the_central_difference_quotient_of_the_loss(Head head) {
        try (Engine engine = Engine.plain()) {
            MatryoshkaModel<String> model = model(head, DataType.DOUBLE, engine);
            Map<String, INDArray> gradients = gradients(model, DataType.DOUBLE);
            assertThat(gradients).containsOnlyKeys(model.parameters().names());
            assertThat(largest(gradients, "embeddings.word_embeddings.weight")).isGreaterThan(0.01);
            Program program = model.trainingProgram();
            Map<String, INDArray> feed = feed(DataType.DOUBLE);
            model.parameters().forEach((name, array) -> {
                INDArray flat = array.reshape(-1),
                        gradient = gradients.get(name).reshape(-1);
                for (int i : checked(gradient)) {
                    double value = flat.getDouble(i);
                    double above = loss(program, feed, flat.putScalar(i, value + STEP));
                    double below = loss(program, feed, flat.putScalar(i, value - STEP));
                    flat.putScalar(i, value);
                    assertThat(gradient.getDouble(i))
                            .as("%s[%d]", name, i)
                            .isCloseTo((above - below) / (2 * STEP), within(1e-7));
                }
            });
        }
    }

    private static double largest(Map<String, INDArray> gradients, String name) {
        return gradients.get(name).amaxNumber().doubleValue();
    }

    private static double loss(Program program, Map<String, INDArray> feed, INDArray changed) {
        return program.run(feed).outputs().get(MatryoshkaLoss.TOTAL).getDouble(0);
    }

    /** The place of the largest gradient, and another. */
    private static int[] checked(INDArray gradient) {
        int length = (int) gradient.length();
        int largest = IntStream.range(0, length)
                .reduce((a, b) -> Math.abs(gradient.getDouble(a)) >= Math.abs(gradient.getDouble(b)) ? a : b)
                .orElseThrow();
        return IntStream.concat(IntStream.of(largest), new SplittableRandom(length).ints(CHECKED - 1, 0, length))
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(Head.class)
    void both_engines_find_the_gradient_in_float(Head head) {
        try (Engine plain = Engine.plain();
                Engine fast = Engine.vectorized(2)) {
            Map<String, INDArray> exact = gradients(model(head, DataType.DOUBLE, plain), DataType.DOUBLE);
            for (Engine engine : List.of(plain, fast)) {
                Map<String, INDArray> found = gradients(model(head, DataType.FLOAT, engine), DataType.FLOAT);
                assertThat(found).containsOnlyKeys(exact.keySet());
                exact.forEach((name, gradient) -> assertThat(
                                found.get(name).sub(gradient).amaxNumber().doubleValue())
                        .as(name)
                        .isLessThan(2e-5));
            }
        }
    }
}
