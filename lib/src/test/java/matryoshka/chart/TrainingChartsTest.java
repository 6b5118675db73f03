package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import matryoshka.train.EpochReport;
import matryoshka.train.GradientReport;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;

class TrainingChartsTest {
    private static final TrainingHistory TWO_EPOCHS =
            Histories.of(1, 20, step -> Histories.step(step, 20), List.of(epoch(1, "accuracy"), epoch(2, "accuracy")));
    private static final TrainingHistory LOOKED =
            Histories.of(1, 40, step -> step % 2 == 0 ? Histories.look(step, 40) : Histories.step(step, 40), List.of());

    @Test
    void loss_has_a_line_of_training_and_marks_of_validation_for_every_dim() {
        XYChart chart = TrainingCharts.lossByDimension(TWO_EPOCHS);

        assertThat(chart.getSeriesMap().keySet())
                .containsExactly(
                        "8 · training",
                        "16 · training",
                        "384 · training",
                        "8 · validation",
                        "16 · validation",
                        "384 · validation");
        XYSeries training = chart.getSeriesMap().get("16 · training");
        assertThat(training.getXData())
                .containsExactly(IntStream.rangeClosed(1, 20).asDoubleStream().toArray());
        assertThat(training.getYData())
                .containsExactly(
                        IntStream.rangeClosed(1, 20)
                                .mapToDouble(step -> Histories.loss(16, step))
                                .toArray(),
                        within(1e-9));
        assertThat(present(chart, "16 · validation")).isDeepEqualTo(new double[][] {
            {10, Histories.loss(16, 10) + 0.1}, {20, Histories.loss(16, 20) + 0.1}
        });
    }

    @Test
    void every_dim_is_once_in_the_legend_and_in_the_colour_of_its_line() {
        for (XYChart chart : List.of(
                TrainingCharts.lossByDimension(TWO_EPOCHS),
                TrainingCharts.scoreByDimension(TWO_EPOCHS),
                TrainingCharts.lossByDimension(LOOKED),
                TrainingCharts.importance(LOOKED),
                TrainingCharts.gradients(LOOKED).panels().getFirst())) {
            List<XYSeries> shown = chart.getSeriesMap().values().stream()
                    .filter(XYSeries::isShowInLegend)
                    .toList();
            assertThat(shown).extracting(XYSeries::getLabel).containsExactly("8 dims", "16 dims", "384 dims");
            assertThat(shown)
                    .extracting(XYSeries::getLineColor)
                    .containsExactlyElementsOf(DimensionStyle.of(Histories.DIMS).values().stream()
                            .map(DimensionStyle::color)
                            .toList());
        }
    }

    @Test
    void scores_are_percents_of_counts_and_plain_correlations() {
        XYChart accuracy = TrainingCharts.scoreByDimension(TWO_EPOCHS);
        assertThat(accuracy.getYAxisTitle()).isEqualTo("accuracy (%)");
        assertThat(accuracy.getSeriesMap().get("8 · accuracy").getXData()).containsExactly(1, 2);
        assertThat(accuracy.getSeriesMap().get("8 · accuracy").getYData())
                .containsExactly(new double[] {38.5, 39.5}, within(1e-9));

        XYChart spearman =
                TrainingCharts.scoreByDimension(new TrainingHistory(List.of(), List.of(epoch(7, "spearman")), false));
        assertThat(spearman.getYAxisTitle()).isEqualTo("spearman");
        assertThat(spearman.getSeriesMap().get("8 · spearman").getYData())
                .containsExactly(new double[] {0.445}, within(1e-9));
    }

    @Test
    void loss_and_score_are_one_chart_and_the_score_waits_for_the_first_validation() {
        ChartPanels both = TrainingCharts.lossAndScore(TWO_EPOCHS);
        assertThat(both.panels())
                .extracting(Chart::getTitle)
                .containsExactly("Loss by dimension", "Validation accuracy by dimension");
        assertThat(TrainingCharts.lossAndScore(LOOKED).panels()).hasSize(1);

        both.prefixTitles("MRL · ");
        assertThat(both.getTitle()).isEqualTo("MRL · Training");
        assertThat(both.panels().getFirst().getTitle()).isEqualTo("MRL · Loss by dimension");
    }

    @Test
    void gradients_show_norms_on_a_log_axis_and_cosines_with_the_full_dim_and_of_the_lowest_pair() {
        ChartPanels panels = TrainingCharts.gradients(LOOKED);
        XYChart norms = panels.panels().getFirst(), cosines = panels.panels().getLast();

        assertThat(norms.getStyler().isYAxisLogarithmic()).isTrue();
        XYSeries norm = norms.getSeriesMap().get("16 · norm");
        assertThat(norm.getXData())
                .containsExactly(
                        IntStream.rangeClosed(1, 20).mapToDouble(i -> 2 * i).toArray());
        assertThat(norm.getYData())
                .containsExactly(
                        IntStream.rangeClosed(1, 20).mapToDouble(i -> 1.0 / i).toArray(), within(1e-9));
        assertThat(norms.getStyler().getYAxisMin()).isEqualTo(0.02); // 1/40 is the least
        assertThat(norms.getStyler().getYAxisMax()).isEqualTo(5.0); // 4/2 the greatest

        assertThat(cosines.getSeriesMap())
                .containsKeys("8 · cosine", "16 · cosine")
                .doesNotContainKey("384 · cosine");
        assertThat(cosines.getSeriesMap().get("16 · cosine").getYData()).containsOnly(new double[] {0.2}, within(1e-9));
        assertThat(cosines.getSeriesMap().get("lowest of all pairs").getYData())
                .containsOnly(new double[] {-0.9}, within(1e-9));
        assertThat(cosines.getSeriesMap().get("conflict below").getYData()).containsExactly(0, 0);
    }

    @Test
    void a_single_dim_has_norms_and_no_cosines_and_a_zero_norm_is_left_out() {
        StepReport zero = gradients(1, 0), two = gradients(2, 2);
        ChartPanels panels = TrainingCharts.gradients(new TrainingHistory(List.of(zero, two), List.of(), false));
        assertThat(panels.panels()).hasSize(1);
        assertThat(panels.panels().getFirst().getSeriesMap().get("384 · norm").getYData())
                .containsExactly(Double.NaN, 2);
        assertThat(colours(Charts.image(panels))).isGreaterThan(2);
    }

    private static StepReport gradients(int step, double norm) {
        StepReport like = Histories.step(step, 2);
        return new StepReport(
                1,
                step,
                2,
                32,
                1,
                like.lossByDim(),
                like.importanceByDim(),
                0,
                0,
                new GradientReport(List.of(384), List.of(norm), List.of(List.of(1.0))));
    }

    @Test
    void importance_is_drawn_as_it_is() {
        XYSeries importance =
                TrainingCharts.importance(TWO_EPOCHS).getSeriesMap().get("8 · importance");
        assertThat(importance.getYData())
                .containsExactly(
                        IntStream.rangeClosed(1, 20)
                                .mapToDouble(step -> 8 + step / 1000.0)
                                .toArray(),
                        within(1e-9));
    }

    @Test
    void a_history_may_begin_in_the_middle() {
        TrainingHistory resumed = Histories.of(
                15, 30, step -> Histories.step(step, 30), List.of(epoch(1, "accuracy"), epoch(2, "accuracy")));
        XYChart chart = TrainingCharts.lossByDimension(resumed);
        assertThat(chart.getSeriesMap().get("8 · training").getXData()).startsWith(15);
        assertThat(present(chart, "8 · validation"))
                .as("the first epoch ended before")
                .isDeepEqualTo(new double[][] {{20, Histories.loss(8, 20) + 0.1}});
        assertThat(colours(Charts.image(chart))).isGreaterThan(Histories.DIMS.size());
    }

    @Test
    void a_long_training_is_drawn_with_as_many_points_as_can_be_seen() {
        TrainingHistory history = Histories.of(1, 10_000, step -> Histories.step(step, 10_000), List.of());
        XYSeries line = TrainingCharts.lossByDimension(history).getSeriesMap().get("8 · training");
        assertThat(line.getXData()).hasSizeLessThanOrEqualTo(240).startsWith(1).endsWith(10_000);
    }

    @Test
    void charts_are_drawn_into_png_files_with_every_dims_colour(@TempDir Path folder) throws IOException {
        List<Chart<?, ?>> charts = List.of(
                TrainingCharts.lossAndScore(TWO_EPOCHS),
                TrainingCharts.gradients(LOOKED),
                TrainingCharts.importance(TWO_EPOCHS));
        for (Chart<?, ?> chart : charts) {
            Charts.png(chart, folder.resolve("chart.png"));
            BufferedImage read = ImageIO.read(folder.resolve("chart.png").toFile());
            assertThat(read.getHeight()).isEqualTo(2 * chart.getHeight());
            int[] pixels = read.getRGB(0, 0, read.getWidth(), read.getHeight(), null, 0, read.getWidth());
            for (DimensionStyle style : DimensionStyle.of(Histories.DIMS).values())
                assertThat(pixels).contains(style.color().getRGB());
        }
    }

    @Test
    void one_step_and_equal_values_can_be_drawn() {
        TrainingHistory one = Histories.of(1, 1, step -> Histories.look(step, 1), List.of());
        assertThat(colours(Charts.image(TrainingCharts.lossAndScore(one)))).isGreaterThan(Histories.DIMS.size());
        assertThat(colours(Charts.image(TrainingCharts.gradients(one)))).isGreaterThan(Histories.DIMS.size());
        EpochReport flat = new EpochReport(1, "accuracy", List.of(new EpochReport.DimensionLoss(8, 1, 0.5)));
        XYChart chart = TrainingCharts.scoreByDimension(new TrainingHistory(List.of(), List.of(flat), false));
        assertThat(chart.getStyler().getYAxisMin()).isLessThan(50);
        assertThat(chart.getStyler().getYAxisMax()).isGreaterThan(50);
    }

    @Test
    void a_chart_of_nothing_is_refused_and_says_what_is_missing() {
        TrainingHistory nothing = new TrainingHistory(List.of(), List.of(), false);
        assertThatThrownBy(() -> TrainingCharts.lossByDimension(nothing)).hasMessageContaining("at least one step");
        assertThatThrownBy(() -> TrainingCharts.importance(nothing)).hasMessageContaining("at least one step");
        assertThatThrownBy(() -> TrainingCharts.scoreByDimension(LOOKED))
                .hasMessageContaining("data held out for validation");
        assertThatThrownBy(() -> TrainingCharts.gradients(TWO_EPOCHS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withGradientsEvery");
    }

    @Test
    void larger_dims_are_darker_and_marked_differently() {
        List<Integer> dims = IntStream.rangeClosed(1, 8).boxed().toList();
        List<DimensionStyle> styles = List.copyOf(DimensionStyle.of(dims).values());
        double[] light =
                styles.stream().mapToDouble(style -> light(style.color())).toArray();
        for (int i = 1; i < light.length; i++)
            assertThat(light[i - 1] - light[i]).isGreaterThan(10);
        assertThat(styles).extracting(DimensionStyle::marker).doesNotHaveDuplicates();
        assertThat(DimensionStyle.of(List.of(384)).get(384).color())
                .isEqualTo(styles.getLast().color());
    }

    /** What is left of a colour in grey print, 0 to 255. */
    private static double light(Color color) {
        return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue();
    }

    private static EpochReport epoch(int epoch, String metric) {
        return Histories.epoch(epoch, metric);
    }

    /** The points of a series without the gaps between them. */
    private static double[][] present(XYChart chart, String name) {
        XYSeries series = chart.getSeriesMap().get(name);
        return IntStream.range(0, series.getXData().length)
                .filter(i -> !Double.isNaN(series.getYData()[i]))
                .mapToObj(i -> new double[] {series.getXData()[i], series.getYData()[i]})
                .toArray(double[][]::new);
    }

    private static long colours(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).distinct().count();
    }
}
