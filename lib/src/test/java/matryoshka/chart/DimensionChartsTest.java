package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.DimensionScore;
import matryoshka.evaluate.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class DimensionChartsTest {
    private static final DimensionReport MRL = report("MRL", 0.5), PLAIN = report("plain, truncated", 0.3);

    @Test
    void every_method_has_a_solid_line_for_the_head_and_a_dashed_one_for_neighbours() {
        XYChart chart = DimensionCharts.accuracy(List.of(MRL, PLAIN), "title", "subtitle");

        assertThat(chart.getSeriesMap().keySet())
                .containsExactly("MRL · head", "MRL · 1-NN", "plain, truncated · head", "plain, truncated · 1-NN");
        chart.getSeriesMap()
                .forEach((name, series) ->
                        assertThat(series.getLineStyle().getDashArray() != null).isEqualTo(name.endsWith("1-NN")));
        assertThat(chart.getSeriesMap().get("MRL · head").getXData())
                .containsExactly(new double[] {3, 4, 8.585}, within(1e-3));
        assertThat(chart.getSeriesMap().get("MRL · 1-NN").getYData())
                .containsExactly(new double[] {60, 70, 80}, within(1e-9));
    }

    @Test
    void a_method_keeps_its_colour_whatever_else_is_drawn() {
        var alone = MethodStyle.of(List.of("plain, truncated"));
        var among = MethodStyle.of(List.of("something new", "MRL", "MRL-E", "plain, truncated", "PCA"));

        assertThat(among.get("plain, truncated")).isEqualTo(alone.get("plain, truncated"));
        assertThat(among.values()).doesNotHaveDuplicates().hasSize(5);
        assertThatThrownBy(() -> MethodStyle.of(List.of("a", "b", "c", "d", "e", "f", "g", "h")))
                .hasMessageContaining("at most 7 methods");
    }

    @Test
    void ticks_stand_under_the_points_of_the_nesting_dims_and_nowhere_else() {
        XYChart chart = DimensionCharts.accuracy(List.of(MRL), "", "");
        BufferedImage image = Charts.image(chart);
        int below = (int)
                Math.round(2 * (chart.getScreenYFromChart(chart.getStyler().getYAxisMin()) + 4));
        List<Integer> dark = IntStream.range(
                        (int) (2 * chart.getScreenXFromChart(2.8)), (int) (2 * chart.getScreenXFromChart(8.8)))
                .filter(x -> (image.getRGB(x, below) & 0xff) < 0xa0)
                .boxed()
                .toList();

        for (double position : new double[] {3, 4, Math.log(384) / Math.log(2)})
            assertThat(dark)
                    .anySatisfy(x ->
                            assertThat((double) x).isCloseTo(2 * chart.getScreenXFromChart(position), within(2.0)));
        assertThat(dark.size()).isBetween(3, 9);
    }

    @Test
    void a_png_has_two_pixels_a_unit(@TempDir Path folder) throws IOException {
        XYChart chart = DimensionCharts.accuracy(List.of(MRL, PLAIN), "title", "subtitle");
        Charts.png(chart, folder.resolve("figures/accuracy.png"));

        BufferedImage read = ImageIO.read(folder.resolve("figures/accuracy.png").toFile());
        assertThat(read.getWidth()).isEqualTo(2 * chart.getWidth());
        int blue = MethodStyle.BLUE.color().getRGB(),
                vermillion = MethodStyle.VERMILLION.color().getRGB();
        int[] pixels = read.getRGB(0, 0, read.getWidth(), read.getHeight(), null, 0, read.getWidth());
        assertThat(pixels).contains(blue, vermillion);
    }

    @Test
    void perfect_and_hopeless_accuracies_stay_inside_the_plot() {
        List<DimensionScore> scores = List.of(score(1, 0, 0), score(2, 1, 1));
        XYChart chart = DimensionCharts.accuracy(List.of(new DimensionReport("MRL", 1, scores)), "", "");
        assertThat(chart.getStyler().getYAxisMin()).isBetween(-3.0, -1.0);
        assertThat(chart.getStyler().getYAxisMax()).isBetween(101.0, 103.0);
    }

    @Test
    void a_chart_of_nothing_is_refused() {
        assertThatThrownBy(() -> DimensionCharts.accuracy(List.of(), "title", "subtitle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one curve");
    }

    private static DimensionScore score(int dim, double top1, double oneNn) {
        return new DimensionScore(dim, Map.of(Metric.TOP1, top1, Metric.ONE_NN, oneNn));
    }

    private static DimensionReport report(String method, double lowest) {
        return new DimensionReport(
                method,
                100,
                List.of(
                        score(8, lowest, lowest + 0.1),
                        score(16, lowest + 0.1, lowest + 0.2),
                        score(384, lowest + 0.2, lowest + 0.3)));
    }
}
