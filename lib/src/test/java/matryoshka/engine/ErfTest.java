package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class ErfTest {
    private static final int STEPS = 240_000;
    /** The largest error measured on [−6, 6] is 4.5e-7. */
    private static final double LARGEST_ERROR = 5e-7;

    private static double exact(double x) {
        return org.apache.commons.math3.special.Erf.erf(x);
    }

    private static float point(int i) {
        return -6 + 12f * i / STEPS;
    }

    @Test
    void is_within_5e_7_of_the_error_function_in_double() {
        double largest = 0;
        for (int i = 0; i <= STEPS; i++) largest = Math.max(largest, Math.abs(Erf.of(point(i)) - exact(point(i))));
        assertThat(largest).isLessThan(LARGEST_ERROR);
    }

    @Test
    void vectors_and_single_numbers_give_the_same() {
        float[] x = new float[Memory.LANES];
        float[] y = new float[Memory.LANES];
        for (int i = 0; i + Memory.LANES <= STEPS; i += 97) {
            for (int lane = 0; lane < x.length; lane++) x[lane] = point(i + lane);
            Erf.of(FloatVector.fromArray(Memory.SPECIES, x, 0)).intoArray(y, 0);
            for (int lane = 0; lane < x.length; lane++) assertThat(y[lane]).isEqualTo(Erf.of(x[lane]));
        }
    }

    @Test
    void the_normal_distribution_is_half_at_0_and_odd_about_it() {
        assertThat(Erf.normalCdf(0f)).isEqualTo(0.5f);
        assertThat((double) Erf.normalCdf(1f)).isCloseTo(0.8413447460685429, within(1e-6));
        for (int i = 0; i <= STEPS; i += 101) assertThat(Erf.of(-point(i))).isEqualTo(-Erf.of(point(i)));
    }

    @Test
    void far_out_it_is_plus_or_minus_1() {
        for (float x : new float[] {4, 10, 1e30f, Float.POSITIVE_INFINITY}) {
            assertThat((double) Erf.of(x)).isCloseTo(1, within(LARGEST_ERROR));
            assertThat((double) Erf.of(-x)).isCloseTo(-1, within(LARGEST_ERROR));
        }
        assertThat(Erf.of(Float.NaN)).isNaN();
    }
}
