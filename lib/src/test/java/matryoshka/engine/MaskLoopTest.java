package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaskLoopTest {
    private static final int N = 200_001;

    private static float[] choice(int zeros, long seed) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, N);
        MaskLoop.fill(Memory.address(array), N, zeros, 1.25f, new SplittableRandom(seed));
        return array.toFloatVector();
    }

    private static int count(float[] values, float wanted) {
        int count = 0;
        for (float value : values) if (value == wanted) count++;
        return count;
    }

    @Test
    void a_choice_is_0_at_its_rate_and_the_value_elsewhere() {
        int zeros = 6_554; // 0.1
        float[] drawn = choice(zeros, 1);
        double rate = count(drawn, 0) / (double) N;
        double deviation = Math.sqrt(0.1 * 0.9 / N);
        assertThat(rate).isCloseTo(zeros / 65_536.0, within(4 * deviation));
        assertThat(count(drawn, 0) + count(drawn, 1.25f)).isEqualTo(N);
    }

    @Test
    void every_quarter_of_the_random_bits_has_the_rate() {
        float[] drawn = choice(32_768, 2);
        for (int quarter = 0; quarter < 4; quarter++) {
            int zeros = 0;
            for (int i = quarter; i < N; i += 4) if (drawn[i] == 0) zeros++;
            assertThat(zeros / (N / 4.0)).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(N / 4.0)));
        }
    }

    @Test
    void a_choice_is_the_same_for_the_same_seed_and_never_or_always_0_at_the_ends() {
        assertThat(choice(6_554, 3)).isEqualTo(choice(6_554, 3)).isNotEqualTo(choice(6_554, 4));
        assertThat(count(choice(0, 1), 0)).isZero();
        assertThat(count(choice(65_536, 1), 0)).isEqualTo(N);
    }
}
