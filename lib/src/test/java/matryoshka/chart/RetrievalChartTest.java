package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class RetrievalChartTest {
    private final List<ResultRow> rows = new ArrayList<>();

    private void measured(String method, int dim, double speed, double... precisions) {
        for (int seed = 0; seed < precisions.length; seed++) {
            rows.add(new ResultRow("t", method, dim, seed, "mAP@10", precisions[seed], "r"));
            rows.add(new ResultRow("t", method, dim, seed, "queries/s", speed, "r"));
            rows.add(new ResultRow("t", method, dim, seed, "MFLOPs", 10_000 / speed, "r"));
        }
    }

    private static double[] y(XYChart chart, String series) {
        return chart.getSeriesMap().get(series).getYData();
    }

    @Test
    void settings_of_a_kind_are_one_line_without_those_beaten_in_both() {
        measured("exact", 8, 5000, 0.6, 0.6, 0.6);
        measured("exact", 384, 100, 0.7, 0.7, 0.7);
        measured("AR K=50", 8, 9000, 0.65, 0.65, 0.65);
        measured("AR K=50", 16, 8000, 0.64, 0.64, 0.64); // slower and worse than at 8
        measured("AR K=200", 8, 3000, 0.68, 0.69, 0.70);
        Results results = new Results(rows);
        assertThat(RetrievalChart.fits(results)).isTrue();
        XYChart chart = RetrievalChart.of(results, "mAP@10", "title", "subtitle");
        assertThat(chart.getSeriesMap()).containsOnlyKeys("exact", "AR");
        assertThat(y(chart, "exact")).containsExactly(new double[] {70, 60}, within(1e-9));
        assertThat(y(chart, "AR")).containsExactly(new double[] {69, 65}, within(1e-9));
        assertThat(chart.getSeriesMap().get("AR").getExtraValues())
                .containsExactly(new double[] {2.484, 0}, within(1e-3)); // 4.303 · 1 / √3
        assertThat(chart.getSeriesMap().get("AR").getXData())
                .containsExactly(new double[] {Math.log10(3000), Math.log10(9000)}, within(1e-9));
        assertThat(Charts.image(chart).getWidth()).isEqualTo(1920);
    }

    @Test
    void over_operations_fewer_are_better() {
        measured("exact", 8, 5000, 0.6);
        measured("exact", 384, 100, 0.7);
        measured("AR K=50", 8, 9000, 0.65);
        measured("AR K=50", 16, 8000, 0.64); // costs more and is worse than at 8
        XYChart chart = RetrievalChart.overOperations(new Results(rows), "mAP@10", "title", "subtitle");
        assertThat(chart.getXAxisTitle()).contains("MFLOPs");
        assertThat(y(chart, "exact")).containsExactly(new double[] {70, 60}, within(1e-9));
        assertThat(chart.getSeriesMap().get("exact").getXData())
                .containsExactly(new double[] {Math.log10(100), Math.log10(2)}, within(1e-9));
        assertThat(y(chart, "AR")).containsExactly(new double[] {65}, within(1e-9));
    }

    @Test
    void results_without_speeds_are_not_for_it() {
        rows.add(new ResultRow("t", "exact", 8, 0, "mAP@10", 0.5, "r"));
        Results without = new Results(rows);
        assertThat(RetrievalChart.fits(without)).isFalse();
        assertThatThrownBy(() -> RetrievalChart.of(without, "mAP@10", "title", "subtitle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queries/s");
    }
}
