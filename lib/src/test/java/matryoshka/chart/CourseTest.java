package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Course NOISE = course(new Random(1).doubles(500).toArray());

    @Test
    void smooth_is_the_mean_of_the_steps_around() {
        int window = 21;
        double[] smooth = NOISE.smooth(window).y();
        for (int i = window; i < NOISE.size(); i++) {
            int from = i - window / 2, to = Math.min(NOISE.size(), i + window / 2 + 1);
            assertThat(smooth[i])
                    .isCloseTo(Arrays.stream(NOISE.y(), from, to).average().orElseThrow(), within(1e-9));
        }
    }

    @Test
    void smooth_keeps_a_steep_fall_of_the_first_steps() {
        Course fall = course(
                IntStream.range(0, 400).mapToDouble(i -> i < 4 ? 10 - i : 1).toArray());
        assertThat(fall.smooth(41).y()[0]).isGreaterThan(8);
        assertThat(fall.smooth(41).y()[30]).isEqualTo(1, within(1e-9));
    }

    @Test
    void a_window_of_one_changes_nothing() {
        assertThat(NOISE.smooth(1).y()).containsExactly(NOISE.y(), within(1e-9));
    }

    @Test
    void thin_keeps_both_ends_and_the_values_at_their_steps() {
        Course thin = NOISE.thin(7);
        assertThat(thin.x()).hasSize(7).startsWith(1).endsWith(500);
        for (int i = 0; i < thin.size(); i++) assertThat(thin.y()[i]).isEqualTo(NOISE.y()[(int) thin.x()[i] - 1]);
        assertThat(NOISE.thin(500)).isSameAs(NOISE);
    }

    @Test
    void marks_stay_on_the_course_however_short_it_is() {
        assertThat(course(4).marks(5, 0.4).x()).containsExactly(1);
        assertThat(NOISE.marks(5, -0.4).x()).hasSize(5);
        assertThat(NOISE.marks(5, -0.4).x()).doesNotContain(NOISE.marks(5, 0.4).x());
    }

    private static Course course(double... y) {
        return new Course(IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
    }
}
