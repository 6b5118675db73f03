package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.NestingDims;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class CoordinateChartTest {
    private static final NestingDims DIMS = NestingDims.of(2, 4);

    private static XYChart chart(Map<String, double[]> values) {
        return CoordinateChart.of(values, DIMS, "title", "subtitle", "norm");
    }

    @Test
    void every_number_has_its_place_on_a_log2_axis_and_every_prefix_its_end() {
        Map<String, double[]> values = new LinkedHashMap<>();
        values.put("MRL", new double[] {8, 4, 0.5, 0.25});
        values.put("plain", new double[] {1, 1, 1, 1});
        XYChart chart = chart(values);
        assertThat(chart.getSeriesMap().keySet()).containsExactly("end of 2", "end of 4", "MRL", "plain");
        XYSeries mrl = chart.getSeriesMap().get("MRL");
        assertThat(mrl.getXData()).containsExactly(new double[] {0, 1, 1.585, 2}, within(1e-3));
        assertThat(mrl.getYData()).containsExactly(8, 4, 0.5, 0.25);
        assertThat(mrl.getLineColor()).isEqualTo(MethodStyle.BLUE.color());
        double end = chart.getSeriesMap().get("end of 2").getXData()[0];
        assertThat(end).isBetween(mrl.getXData()[1], mrl.getXData()[2]);
        assertThat(chart.getStyler().getYAxisMin()).isEqualTo(0.2);
        assertThat(chart.getStyler().getYAxisMax()).isEqualTo(10);
    }

    @Test
    void it_can_be_drawn_with_numbers_that_are_zero() {
        XYChart chart = chart(Map.of("plain", new double[] {3, 0, 2, 1}));
        assertThat(chart.getSeriesMap().get("plain").getYData()[1]).isNaN();
        assertThat(Charts.image(chart).getWidth()).isEqualTo(2 * chart.getWidth());
    }

    @Test
    void values_that_are_missing_or_never_positive_are_refused() {
        assertThatThrownBy(() -> chart(Map.of("MRL", new double[] {1, 2, 3}))).hasMessageContaining("got 3 of MRL");
        assertThatThrownBy(() -> chart(Map.of("MRL", new double[4]))).hasMessageContaining("positive");
        assertThatThrownBy(() -> chart(Map.of())).hasMessageContaining("positive");
    }
}
