package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinearScheduleTest {
    @Test
    void rises_over_the_warmup_and_falls_to_almost_nothing() {
        LinearSchedule schedule = new LinearSchedule(10, 0.2);
        double[] expected = {0.5, 1, 8 / 9.0, 7 / 9.0, 6 / 9.0, 5 / 9.0, 4 / 9.0, 3 / 9.0, 2 / 9.0, 1 / 9.0};
        for (int step = 1; step <= 10; step++)
            assertThat(schedule.at(step)).as("step %d", step).isCloseTo(expected[step - 1], within(1e-12));
    }

    @Property(tries = 200, seed = "5")
    void is_a_positive_share_that_rises_and_then_falls(
            @ForAll @IntRange(min = 1, max = 300) int steps, @ForAll @DoubleRange(min = 0, max = 0.99) double warmup) {
        LinearSchedule schedule = new LinearSchedule(steps, warmup);
        for (int step = 1; step <= steps; step++) {
            assertThat(schedule.at(step)).isGreaterThan(0).isLessThanOrEqualTo(1);
            if (step == 1) continue;
            if (step <= warmup * steps) assertThat(schedule.at(step)).isGreaterThan(schedule.at(step - 1));
            if (step - 1 > warmup * steps) assertThat(schedule.at(step)).isLessThan(schedule.at(step - 1));
        }
    }
}
