package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricScaleTest {
    @Test
    void only_fractions_of_counts_are_percents() {
        assertThat(MetricScale.of("accuracy").format(0.4251)).isEqualTo("42.5 %");
        assertThat(MetricScale.of("recall@1").format(1)).isEqualTo("100.0 %");
        assertThat(MetricScale.of("spearman").format(0.8234)).isEqualTo("0.823");
    }
}
