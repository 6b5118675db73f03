package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.engine.Engine;
import matryoshka.engine.Gradient;
import matryoshka.engine.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient of the whole model, encoder and heads, with dropout and c_m ≠ 1. */
class MatryoshkaGradientTest {
    private static final double STEP = 1e-5;
    private static final int CHECKED = 2; // numbers of every tensor: that of the largest gradient, and another

    private static Program program(TinyTask<?> task, MatryoshkaModel<String> model) {
        return model.programs(task.objective(), name -> true).whole();
    }

    /** Every parameter's gradient, of its own shape, rows spread into the table. */
    private static Map<String, INDArray> gradients(TinyTask<?> task, DataType type, Engine engine) {
        MatryoshkaModel<String> model = task.model(type, engine);
        Map<String, INDArray> dense = new LinkedHashMap<>();
        program(task, model).run(task.feed(type)).gradients().forEach((name, gradient) -> {
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
    @MethodSource("matryoshka.model.TinyTask#all")
    void the_gradient_is_the_central_difference_quotient_of_the_loss(TinyTask<?> task) {
        try (Engine engine = Engine.plain()) {
            MatryoshkaModel<String> model = task.model(DataType.DOUBLE, engine);
            Map<String, INDArray> gradients = gradients(task, DataType.DOUBLE, engine);
            assertThat(gradients).containsOnlyKeys(model.parameters().names());
            assertThat(largest(gradients, "embeddings.word_embeddings.weight")).isGreaterThan(0.01);
            Program program = program(task, model);
            Map<String, INDArray> feed = task.feed(DataType.DOUBLE);
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
    @MethodSource("matryoshka.model.TinyTask#all")
    void both_engines_find_the_gradient_in_float(TinyTask<?> task) {
        try (Engine plain = Engine.plain();
                Engine fast = Engine.vectorized(2)) {
            Map<String, INDArray> exact = gradients(task, DataType.DOUBLE, plain);
            for (Engine engine : List.of(plain, fast)) {
                Map<String, INDArray> found = gradients(task, DataType.FLOAT, engine);
                assertThat(found).containsOnlyKeys(exact.keySet());
                exact.forEach((name, gradient) -> assertThat(
                                found.get(name).sub(gradient).amaxNumber().doubleValue())
                        .as(name)
                        .isLessThan(2e-5));
            }
        }
    }
}
