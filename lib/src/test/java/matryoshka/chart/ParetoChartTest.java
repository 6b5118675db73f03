package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Optional;
import matryoshka.evaluate.PrecisionScore;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class ParetoChartTest {
    private static final List<PrecisionScore> SCORES = List.of(
            new PrecisionScore(8, "float32", 32, 0.5),
            new PrecisionScore(16, "float32", 64, 0.7),
            new PrecisionScore(8, "int8", 16, 0.5),
            new PrecisionScore(16, "int8", 24, 0.69),
            new PrecisionScore(8, "binary", 8, 0.3),
            new PrecisionScore(16, "binary", 8, 0.4));

    @Test
    void the_front_is_what_nothing_beats_at_as_few_bytes() {
        assertThat(ParetoChart.front(SCORES))
                .containsExactly(SCORES.get(5), SCORES.get(2), SCORES.get(3), SCORES.get(1));
        for (PrecisionScore score : SCORES) {
            boolean beaten = SCORES.stream()
                    .anyMatch(other -> other.bytesPerVector() <= score.bytesPerVector()
                            && other.oneNn() >= score.oneNn()
                            && !other.equals(score));
            assertThat(ParetoChart.front(SCORES).contains(score)).isEqualTo(!beaten);
        }
    }

    @Test
    void every_precision_is_a_line_over_bytes_with_the_front_beneath() {
        XYChart chart = ParetoChart.of(SCORES, "title", "subtitle");
        assertThat(chart.getSeriesMap().keySet()).containsExactly("Pareto front", "float32", "int8", "binary");
        assertThat(chart.getSeriesMap().get("int8").getXData())
                .containsExactly(new double[] {4, Math.log(24) / Math.log(2)}, within(1e-9));
        assertThat(chart.getSeriesMap().get("int8").getYData()).containsExactly(new double[] {50, 69}, within(1e-9));
        assertThat(chart.getStyler().getXAxisMin()).isBetween(2.0, 3.0);
        assertThat(chart.getStyler().getXAxisMax()).isBetween(6.0, 7.0);
        assertThat(chart.getStyler().getYAxisMin()).isBetween(19.9, 30.0);
        assertThat(Charts.image(chart).getWidth()).isEqualTo(1920);
    }

    @Test
    void labels_keep_off_markers_and_each_other_or_stay_away() {
        PointLabels labels = new PointLabels();
        Point2D alone = new Point2D.Double(300, 100), one = new Point2D.Double(0, 0), same = new Point2D.Double(0, 0);
        labels.avoid(List.of(alone));
        labels.avoid(List.of(one, same));
        Point2D first = labels.place(one, "128").orElseThrow();
        assertThat(labels.place(alone, "8").orElseThrow().distance(alone)).isBetween(8.0, 25.0);
        for (int i = 0; i < 20; i++)
            labels.place(same, "256")
                    .ifPresent(at -> assertThat(Math.abs(at.getX() - first.getX()) >= 21
                                    || Math.abs(at.getY() - first.getY()) >= 11)
                            .isTrue());
        assertThat(labels.place(same, "256")).isEqualTo(Optional.empty());
    }

    @Test
    void a_chart_of_nothing_is_refused() {
        assertThatThrownBy(() -> ParetoChart.of(List.of(), "", "")).hasMessageContaining("at least one score");
    }
}
