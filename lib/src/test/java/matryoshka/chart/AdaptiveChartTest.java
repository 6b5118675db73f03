package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class AdaptiveChartTest {
    private static final double T = 4.303 / Math.sqrt(3); // Student's, of three seeds
    private final List<ResultRow> rows = new ArrayList<>();

    private void measured(String method, int dim, String metric, double... bySeed) {
        for (int seed = 0; seed < bySeed.length; seed++)
            rows.add(new ResultRow("t", method, dim, seed, metric, bySeed[seed], "r"));
    }

    @BeforeEach
    void measure() {
        measured("MRL", 8, "top1", 0.59, 0.60, 0.61);
        measured("MRL", 16, "top1", 0.7, 0.7, 0.7);
        measured("MRL", 32, "top1", 0.75, 0.75, 0.75);
        for (int cap : new int[] {16, 32}) {
            measured("MRL", cap, "adaptive accuracy", 0.68, 0.69, 0.70);
            measured("MRL", cap, "adaptive oracle", 0.8, 0.8, 0.8 + (cap - 16) * 3e-3);
            measured("MRL", cap, "adaptive expected dims", cap / 2.0 - 1, cap / 2.0, cap / 2.0 + 1);
            measured("MRL", cap, "adaptive cumulative dims", cap, cap, cap);
        }
    }

    private XYChart chart() {
        return AdaptiveChart.of(new Results(rows), "MRL", "title", "subtitle");
    }

    @Test
    void adaptive_lines_stand_over_the_dims_taken_on_average() {
        XYChart chart = chart();
        assertThat(chart.getSeriesMap().keySet())
                .containsExactly(
                        "MRL at fixed dims", "MRL adaptive, expected", "MRL adaptive, cumulative", "oracle, all dims");
        XYSeries expected = chart.getSeriesMap().get("MRL adaptive, expected");
        assertThat(expected.getXData()).containsExactly(new double[] {3, 4}, within(1e-9)); // of 8 and 16
        assertThat(expected.getYData()).containsExactly(new double[] {69, 69}, within(1e-9));
        assertThat(expected.getExtraValues()).containsExactly(new double[] {T, T}, within(1e-3));
        XYSeries cumulative = chart.getSeriesMap().get("MRL adaptive, cumulative");
        assertThat(cumulative.getXData()).containsExactly(new double[] {4, 5}, within(1e-9));
        assertThat(cumulative.getLineStyle().getDashArray()).isNotNull();
    }

    @Test
    void the_oracle_of_all_dims_is_level_from_side_to_side() {
        XYChart chart = chart();
        XYSeries oracle = chart.getSeriesMap().get("oracle, all dims");
        assertThat(oracle.getYData()).containsExactly(new double[] {81.6, 81.6}, within(1e-9));
        assertThat(oracle.getXData())
                .containsExactly(
                        chart.getStyler().getXAxisMin(), chart.getStyler().getXAxisMax());
    }

    @Test
    void axes_hold_all_points_and_their_intervals() {
        XYChart chart = chart();
        assertThat(chart.getStyler().getXAxisMin()).isBetween(2.5, 2.99);
        assertThat(chart.getStyler().getXAxisMax()).isBetween(5.01, 5.5);
        assertThat(chart.getStyler().getYAxisMin()).isBetween(49.9, 60 - T);
        assertThat(chart.getStyler().getYAxisMax()).isBetween(81.6, 90.1);
    }

    @Test
    void fixed_feature_models_are_one_line_where_there_are_any() {
        measured("FF-8", 8, "top1", 0.62);
        measured("FF-16", 16, "top1", 0.71);
        XYSeries fixed = chart().getSeriesMap().get("FF at fixed dims");
        assertThat(fixed.getXData()).containsExactly(new double[] {3, 4}, within(1e-9));
        assertThat(fixed.getYData()).containsExactly(new double[] {62, 71}, within(1e-9));
        assertThat(fixed.getExtraValues()).containsExactly(0, 0);
    }

    @Test
    void budgets_are_one_line_over_the_dims_spent() {
        for (int budget : new int[] {8, 16}) {
            measured("MRL", budget, "adaptive accuracy, budget", 0.5 + budget / 100.0);
            measured("MRL", budget, "adaptive expected dims, budget", budget / 2.0);
        }
        XYSeries spent = chart().getSeriesMap().get("MRL within a budget, expected");
        assertThat(spent.getXData()).containsExactly(new double[] {2, 3}, within(1e-9));
        assertThat(spent.getYData()).containsExactly(new double[] {58, 66}, within(1e-9));
        assertThat(chart().getStyler().getYAxisMin()).isLessThan(58);
    }

    @Test
    void a_method_that_was_not_measured_is_refused() {
        Results results = new Results(rows);
        assertThat(AdaptiveChart.fits(results, "MRL")).isTrue();
        assertThat(AdaptiveChart.fits(results, "plain")).isFalse();
        assertThatThrownBy(() -> AdaptiveChart.of(results, "plain", "", ""))
                .hasMessageContaining("nothing of \"plain\": choose one of [MRL]");
    }
}
