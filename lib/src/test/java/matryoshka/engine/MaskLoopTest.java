package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaskLoopTest {
    private static final int N = 200_001;
    private static final long UNSIGNED = 0xFFFFFFFFL;

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

    /** The numbers as the formula says, one by one and in 64 bits. */
    private static float[] naive(int n, int zeros, float value, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long start = random.nextInt();
        long key = random.nextInt() & UNSIGNED;
        int half = (n + 1) / 2;
        float[] numbers = new float[n];
        for (int i = 0; i < half; i++) {
            long hash = start + i & UNSIGNED;
            hash = (hash ^ hash / 65_536) * 0x7feb352dL & UNSIGNED;
            hash ^= key;
            hash = (hash ^ hash / 32_768) * 0x846ca68bL & UNSIGNED;
            hash ^= hash / 65_536;
            numbers[i] = hash % 65_536 < zeros ? 0 : value;
            if (half + i < n) numbers[half + i] = hash / 65_536 < zeros ? 0 : value;
        }
        return numbers;
    }

    @Test
    void any_length_gives_the_numbers_of_the_formula_and_nothing_beyond() {
        int beyond = 2 * Memory.LANES;
        for (int n = 0; n < 150; n++)
            for (int zeros : new int[] {1, 6_554, 32_768, 65_535}) {
                INDArray array = Nd4j.zeros(DataType.FLOAT, n + beyond).addi(7);
                MaskLoop.fill(Memory.address(array), n, zeros, 1.25f, new SplittableRandom(n));
                float[] drawn = array.toFloatVector();
                assertThat(Arrays.copyOf(drawn, n)).as("%d numbers", n).isEqualTo(naive(n, zeros, 1.25f, n));
                assertThat(Arrays.copyOfRange(drawn, n, n + beyond)).containsOnly(7);
            }
        for (long seed = 0; seed < 5; seed++) assertThat(choice(6_554, seed)).isEqualTo(naive(N, 6_554, 1.25f, seed));
    }

    @Test
    void numbers_at_any_distance_are_independent() {
        float[] drawn = choice(32_768, 5);
        for (int distance : new int[] {1, 2, 3, 8, 16, 64, 384, (N + 1) / 2})
            assertThat(correlation(drawn, drawn, distance))
                    .as("distance %d", distance)
                    .isCloseTo(0, within(0.015));
        for (long seed = 6; seed < 9; seed++)
            assertThat(correlation(drawn, choice(32_768, seed), 0)).isCloseTo(0, within(0.015));
        assertThat(correlation(drawn, drawn, 0)).isCloseTo(1, within(0.01));
    }

    /** Of a[i] and b[i + distance], both of which are 0 half the time. */
    private static double correlation(float[] a, float[] b, int distance) {
        double sum = 0;
        for (int i = 0; i + distance < N; i++) sum += (a[i] == 0 ? -1 : 1) * (b[i + distance] == 0 ? -1 : 1);
        return sum / (N - distance);
    }

    @Test
    void a_choice_is_the_same_for_the_same_seed_and_never_or_always_0_at_the_ends() {
        assertThat(choice(6_554, 3)).isEqualTo(choice(6_554, 3)).isNotEqualTo(choice(6_554, 4));
        assertThat(count(choice(0, 1), 0)).isZero();
        assertThat(count(choice(65_536, 1), 0)).isEqualTo(N);
    }
}
