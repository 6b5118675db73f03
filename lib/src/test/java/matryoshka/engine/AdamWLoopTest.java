package matryoshka.engine;

import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.Parity.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamWLoopTest {
    private static final float RATE = 1e-2f;
    private static final float DECAY = 0.1f;
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float CLIP = 0.5f;
    private static final int STEPS = 10;

    /** AdamW as the paper has it, in double. */
    private static double[] naive(double[] theta, INDArray[] gradients) {
        double[] result = theta.clone();
        double[] m = new double[theta.length];
        double[] v = new double[theta.length];
        for (int t = 1; t <= STEPS; t++)
            for (int i = 0; i < theta.length; i++) {
                double g = CLIP * gradients[t - 1].getDouble(i);
                m[i] = BETA_1 * m[i] + (1 - (double) BETA_1) * g;
                v[i] = BETA_2 * v[i] + (1 - (double) BETA_2) * g * g;
                double mean = m[i] / (1 - Math.pow(BETA_1, t));
                double square = v[i] / (1 - Math.pow(BETA_2, t));
                result[i] -= RATE * DECAY * result[i] + RATE * mean / (Math.sqrt(square) + EPSILON);
            }
        return result;
    }

    @Property(tries = 30, seed = "1")
    void ten_steps_are_those_of_the_naive_loop_in_double(@ForAll @IntRange(min = 1, max = 100) int n) {
        INDArray theta = normal(1, n);
        INDArray first = Nd4j.zeros(theta.dataType(), n);
        INDArray second = Nd4j.zeros(theta.dataType(), n);
        INDArray[] gradients = new INDArray[STEPS];
        for (int t = 0; t < STEPS; t++) gradients[t] = normal(100 + t, n);
        INDArray expected = Nd4j.createFromArray(naive(theta.data().asDouble(), gradients));
        for (int t = 1; t <= STEPS; t++) step(t, theta, gradients[t - 1], first, second, n);
        Parity.close("parameters", expected, theta, 2e-6);
    }

    @Property(tries = 10, seed = "1")
    void by_nd4js_operations_it_does_the_same(@ForAll @IntRange(min = 1, max = 100) int n) {
        INDArray[] fast = {normal(1, n), normal(2, n), normal(3, n), uniform(4, 0, 2, n)};
        INDArray[] plain = {normal(1, n), normal(2, n), normal(3, n), uniform(4, 0, 2, n)};
        step(3, fast[0], fast[1], fast[2], fast[3], n);
        new AdamWLoop(RATE, DECAY, BETA_1, BETA_2, EPSILON, 1 - 0.729f, 1 - 0.997003f, CLIP)
                .run(plain[0], plain[1], plain[2], plain[3]);
        for (int i = 0; i < fast.length; i++) Parity.close("array " + i, fast[i], plain[i]);
    }

    private static void step(int t, INDArray theta, INDArray gradient, INDArray first, INDArray second, int n) {
        float correction1 = (float) (1 - Math.pow(BETA_1, t));
        float correction2 = (float) (1 - Math.pow(BETA_2, t));
        new AdamWLoop(RATE, DECAY, BETA_1, BETA_2, EPSILON, correction1, correction2, CLIP)
                .run(Memory.address(theta), Memory.address(gradient), Memory.address(first), Memory.address(second), n);
    }

    @Example
    void the_sum_of_squares_is_that_in_double() {
        INDArray array = Parity.normal(1, 10_007);
        double expected = 0;
        for (float x : array.toFloatVector()) expected += (double) x * x;
        assertThat(AdamWLoop.sumOfSquares(Memory.address(array), 10_007)).isCloseTo(expected, within(1e-6 * expected));
    }
}
