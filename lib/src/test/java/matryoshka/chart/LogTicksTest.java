package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTicksTest {
    @Test
    void round_numbers_enclose_what_is_shown_and_are_fewer_over_many_powers() {
        assertThat(LogTicks.around(0.097, 0.26)).containsOnlyKeys(0.09, 0.1, 0.2, 0.3);
        assertThat(LogTicks.around(0.03, 4).values())
                .containsExactly("0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5");
        assertThat(LogTicks.around(0.02, 500)).containsOnlyKeys(0.01, 0.1, 1.0, 10.0, 100.0, 1000.0);
    }
}
