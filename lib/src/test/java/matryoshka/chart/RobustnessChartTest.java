package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import matryoshka.experiment.Measurement;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class RobustnessChartTest {
    private static Results results() {
        List<ResultRow> rows = new ArrayList<>();
        for (String method : List.of("MRL", "plain"))
            for (int dim : new int[] {8, 384}) {
                double base = method.equals("MRL") ? 0.7 : 0.6;
                rows.add(new ResultRow("t", method, dim, 0, "top1, undisturbed", base, "r"));
                rows.add(new ResultRow("t", method, dim, 0, "top1, typos 0.4", base - 0.3, "r"));
                rows.add(new ResultRow("t", method, dim, 0, "top1, typos 0.1", base - 0.1, "r"));
                rows.add(new ResultRow("t", method, dim, 0, "top1, dropped words 0.2", 0.1, "r"));
            }
        return new Results(rows);
    }

    private static XYChart chart(List<Integer> dims) {
        return RobustnessChart.of(
                results(),
                new RobustnessChart.Lines("top1", Measurement.TYPOS, List.of("MRL", "plain"), dims),
                "t",
                "s");
    }

    @Test
    void a_line_goes_from_undisturbed_texts_to_the_greatest_rate() {
        XYChart chart = chart(List.of(384, 8));
        assertThat(chart.getSeriesMap().keySet())
                .containsExactly("MRL · 384 dims", "MRL · 8 dims", "plain · 384 dims", "plain · 8 dims");
        XYSeries line = chart.getSeriesMap().get("MRL · 8 dims");
        assertThat(line.getXData()).containsExactly(new double[] {0, 10, 40}, within(1.0));
        assertThat(line.getYData()).containsExactly(new double[] {70, 60, 40}, within(1e-9));
        assertThat(line.getLineStyle().getDashArray()).isNotNull();
        assertThat(line.getLineColor()).isEqualTo(MethodStyle.BLUE.color());
        assertThat(chart.getXAxisTitle()).isEqualTo("rate of typos (%)");
        assertThat(chart.getStyler().getYAxisMin()).isBetween(19.9, 30.0);
    }

    @Test
    void lines_stand_aside_of_each_other_but_not_of_their_rate() {
        XYChart chart = chart(List.of(384, 8));
        double[] firsts = chart.getSeriesMap().values().stream()
                .mapToDouble(series -> series.getXData()[1])
                .toArray();
        assertThat(firsts).doesNotHaveDuplicates();
        assertThat(firsts[0] + firsts[3]).isEqualTo(20, within(1e-9));
    }

    @Test
    void what_was_not_measured_or_cannot_be_told_apart_is_refused() {
        assertThatThrownBy(() -> chart(List.of(1, 2, 3, 4))).hasMessageContaining("1..3 dims");
        assertThatThrownBy(() -> chart(List.of())).hasMessageContaining("1..3 dims");
        assertThatThrownBy(() -> chart(List.of(16))).hasMessageContaining("16 dims");
        assertThatThrownBy(() -> RobustnessChart.of(
                        results(),
                        new RobustnessChart.Lines("1-NN", Measurement.TYPOS, List.of("MRL"), List.of(8)),
                        "",
                        ""))
                .hasMessageContaining("\"1-NN, typos RATE\"");
    }
}
