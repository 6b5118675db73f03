package matryoshka.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import matryoshka.train.GradientReport;
import matryoshka.train.StepReport;
import org.knowm.xchart.XYChart;

/** How strongly, and how much against each other, the losses of the single dims pull at the embeddings. */
final class GradientPanels {
    private static final double ROOM = 1.02; // for marks

    private final List<StepReport> steps;
    private final List<Integer> dims;
    private final int window;
    private final String mean;

    private GradientPanels(List<StepReport> steps) {
        this.steps = steps;
        dims = steps.getFirst().gradients().dims();
        window = TrainingCharts.window(steps);
        mean = TrainingCharts.meanOf(window, "measured steps");
    }

    /** @param steps that looked at the gradients, at least one */
    static ChartPanels of(List<StepReport> steps) {
        GradientPanels panels = new GradientPanels(steps);
        List<XYChart> charts = new ArrayList<>(List.of(panels.norms()));
        if (panels.dims.size() > 1) charts.add(panels.cosines());
        return new ChartPanels("Gradients by dimension", charts);
    }

    private XYChart norms() {
        TickedChart chart = TrainingCharts.overSteps(
                "How strongly each dimension pulls", "norm of its loss's gradient" + mean, steps);
        chart.setYAxisTitle("‖∂Lₘ/∂z‖ (log scale)");
        DimensionLines lines = new DimensionLines(chart, dims);
        for (int i = 0; i < dims.size(); i++) {
            int at = i;
            Course norm = Course.of(steps, step -> step.gradients().norms().get(at));
            lines.marked(dims.get(i), "norm", norm.smooth(window).positive());
        }
        if (lines.values().getCount() > 0)
            logarithmic(chart, lines.values().getMin(), lines.values().getMax());
        return chart;
    }

    private static void logarithmic(TickedChart chart, double least, double most) {
        SortedMap<Double, String> ticks = LogTicks.around(least / ROOM, most * ROOM);
        chart.yTicks(ticks);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(ticks.firstKey()).setYAxisMax(ticks.lastKey());
    }

    private XYChart cosines() {
        XYChart chart = TrainingCharts.overSteps(
                "Whether dimensions agree",
                "cosine with the full dimension's gradient" + mean + "; dashed: lowest pair; below 0: conflict",
                steps);
        chart.setYAxisTitle("cosine (−1 to 1)");
        DimensionLines lines = new DimensionLines(chart, dims);
        Course lowest = Course.of(steps, step -> lowest(step.gradients())).smooth(window);
        for (int i = 0; i < dims.size() - 1; i++) {
            int at = i;
            Course cosine =
                    Course.of(steps, step -> step.gradients().cosines().get(at).getLast());
            lines.marked(dims.get(i), "cosine", cosine.smooth(window));
        }
        lines.plain("lowest of all pairs", lowest, ChartStyle.DASHED);
        lines.level("conflict below", 0);
        lines.fitHeight();
        return chart;
    }

    private static double lowest(GradientReport gradients) {
        return gradients.cosines().stream()
                .flatMap(List::stream)
                .mapToDouble(cosine -> cosine)
                .min()
                .orElseThrow();
    }
}
