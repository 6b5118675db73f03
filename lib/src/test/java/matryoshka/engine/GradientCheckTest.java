package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Plain gradients in double against finite differences, and the kernels' in float against those. */
class GradientCheckTest {
    private static final double STEP = 1e-5;
    private static final int BATCH = 3;
    private static final int LENGTH = 4;

    private static Map<String, INDArray> dense(TinyNetwork network, Program.Step step) {
        Map<String, INDArray> dense = new HashMap<>();
        step.gradients().forEach((name, gradient) -> {
            INDArray all =
                    Nd4j.zeros(DataType.DOUBLE, network.parameters.get(name).shape());
            switch (gradient) {
                case Gradient.Dense(INDArray values) -> all.assign(values.castTo(DataType.DOUBLE));
                case Gradient.Rows(int[] ids, INDArray values) -> {
                    for (int i = 0; i < ids.length; i++)
                        all.putRow(ids[i], values.getRow(i).castTo(DataType.DOUBLE));
                }
            }
            dense.put(name, all);
        });
        return dense;
    }

    @Test
    void plain_gradients_in_double_are_the_central_differences_of_the_loss() {
        TinyNetwork exact = new TinyNetwork(DataType.DOUBLE, 4);
        Map<String, INDArray> feed = exact.feed(1, BATCH, LENGTH);
        Map<String, INDArray> gradients =
                dense(exact, exact.gradient(Engine.plain()).run(feed));
        assertThat(gradients.keySet()).isEqualTo(exact.parameters.keySet());
        Program forward = Engine.plain().forward(exact.graph, List.of(TinyNetwork.LOSS));
        exact.parameters.forEach((name, parameter) -> {
            INDArray differences = Nd4j.zeros(DataType.DOUBLE, parameter.shape());
            for (long i = 0; i < parameter.length(); i++) differences.putScalar(i, slope(forward, feed, parameter, i));
            Parity.close(name, differences, gradients.get(name), 1e-6);
        });
    }

    private static double slope(Program forward, Map<String, INDArray> feed, INDArray parameter, long i) {
        double before = parameter.getDouble(i);
        parameter.putScalar(i, before + STEP);
        double above = loss(forward, feed);
        parameter.putScalar(i, before - STEP);
        double below = loss(forward, feed);
        parameter.putScalar(i, before);
        return (above - below) / (2 * STEP);
    }

    private static double loss(Program forward, Map<String, INDArray> feed) {
        return forward.run(feed).outputs().get(TinyNetwork.LOSS).getDouble(0);
    }

    @Test
    void vectorised_gradients_in_float_are_those_in_double_within_1e_4() {
        TinyNetwork exact = new TinyNetwork(DataType.DOUBLE, 20);
        TinyNetwork network = new TinyNetwork(DataType.FLOAT, 20);
        Program.Step expected = exact.gradient(Engine.plain()).run(exact.feed(1, BATCH, LENGTH));
        try (Engine engine = Engine.vectorized(2)) {
            Program.Step actual = network.gradient(engine).run(network.feed(1, BATCH, LENGTH));
            Map<String, INDArray> gradients = dense(network, actual);
            dense(exact, expected).forEach((name, gradient) -> Parity.close(name, gradient, gradients.get(name), 1e-4));
            assertThat(actual.gradients().get("words")).isInstanceOf(Gradient.Rows.class);
        }
    }
}
