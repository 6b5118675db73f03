package matryoshka.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.train.EpochReport;
import matryoshka.train.EpochReport.DimensionLoss;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingHistory;
import org.knowm.xchart.XYChart;

/** Charts of how training went at every nesting dim; fast for trainings of any length. */
public final class TrainingCharts {
    private static final int MOST_EPOCH_LABELS = 20;

    private TrainingCharts() {}

    /** The loss L_m over steps: a smoothed line for every dim, and a mark for every validation. */
    public static XYChart lossByDimension(TrainingHistory history) {
        List<StepReport> steps = requireSteps(history);
        int window = window(steps);
        Map<Integer, Integer> ends = ends(steps);
        List<EpochReport> epochs = history.epochs().stream()
                .filter(epoch -> ends.containsKey(epoch.epoch()))
                .toList();
        boolean validated = !epochs.isEmpty();
        String legend = "lines: training" + meanOf(window, "steps") + (validated ? "; marks: validation" : "");
        XYChart chart = overSteps("Loss by dimension", legend, steps);
        chart.setYAxisTitle("loss (unweighted)");
        List<Integer> dims = List.copyOf(steps.getFirst().lossByDim().keySet());
        DimensionLines lines = new DimensionLines(chart, dims);
        for (int dim : dims) {
            Course loss = Course.of(steps, step -> step.lossByDim().get(dim)).smooth(window);
            if (validated) lines.line(dim, "training", loss);
            else lines.marked(dim, "training", loss);
        }
        if (validated) for (int dim : dims) lines.marks(dim, "validation", validationLoss(epochs, ends, dim));
        lines.fitHeight();
        return chart;
    }

    /**
     * The validation score over epochs, a line for every dim; in percent where it is the fraction of a count.
     *
     * @throws IllegalArgumentException if no epoch was validated
     */
    public static XYChart scoreByDimension(TrainingHistory history) {
        List<EpochReport> epochs = history.epochs();
        if (epochs.isEmpty())
            throw new IllegalArgumentException("a chart of scores needs a validated epoch, the history has none:"
                    + " train to an epoch's end, with data held out for validation");
        String metric = epochs.getFirst().metric();
        MetricScale scale = MetricScale.of(metric);
        TickedChart chart = new TickedChart("Validation " + metric + " by dimension", "after each epoch");
        chart.setXAxisTitle("epoch");
        chart.setYAxisTitle(scale.axisTitle(metric));
        overEpochs(chart, epochs);
        List<Integer> dims =
                epochs.getFirst().validation().stream().map(DimensionLoss::dim).toList();
        DimensionLines lines = new DimensionLines(chart, dims);
        double[] x = epochs.stream().mapToDouble(EpochReport::epoch).toArray();
        for (int dim : dims) {
            double[] y = epochs.stream()
                    .mapToDouble(epoch -> scale.factor() * at(dim, epoch).score())
                    .toArray();
            lines.joined(dim, metric, new Course(x, y));
        }
        lines.fitHeight();
        return chart;
    }

    /** {@link #lossByDimension} above {@link #scoreByDimension}, which is left out before the first validation. */
    public static ChartPanels lossAndScore(TrainingHistory history) {
        List<XYChart> panels = new ArrayList<>(List.of(lossByDimension(history)));
        if (!history.epochs().isEmpty()) panels.add(scoreByDimension(history));
        return new ChartPanels("Training", panels);
    }

    /** The relative importance c_m over steps, a line for every dim. */
    public static XYChart importance(TrainingHistory history) {
        List<StepReport> steps = requireSteps(history);
        XYChart chart = overSteps("Relative importance by dimension", "the weight of each loss", steps);
        chart.setYAxisTitle("relative importance cₘ");
        List<Integer> dims = List.copyOf(steps.getFirst().importanceByDim().keySet());
        DimensionLines lines = new DimensionLines(chart, dims);
        for (int dim : dims)
            lines.marked(
                    dim,
                    "importance",
                    Course.of(steps, step -> step.importanceByDim().get(dim)));
        lines.fitHeight();
        return chart;
    }

    /**
     * How the losses of the single dims pull at the embeddings: the norms ‖∂L_m/∂z‖ over steps, and below them the
     * cosine of each dim's gradient with the full dim's and of the two dims that agree least. Below 0, dims are in
     * conflict: a step that is good for one is bad for the other.
     *
     * @throws IllegalArgumentException if no step looked at the gradients
     */
    public static ChartPanels gradients(TrainingHistory history) {
        List<StepReport> steps = history.steps().stream()
                .filter(step -> step.gradients() != null)
                .toList();
        if (steps.isEmpty())
            throw new IllegalArgumentException("a chart of gradients needs a step that looked at them, the history has"
                    + " none: train with TrainOptions.withGradientsEvery(steps)");
        return GradientPanels.of(steps);
    }

    private static List<StepReport> requireSteps(TrainingHistory history) {
        if (history.steps().isEmpty())
            throw new IllegalArgumentException("a chart of training needs at least one step, the history has none");
        return history.steps();
    }

    /** Steps to take the mean of: enough to calm the noise of batches, few enough to leave the course. */
    static int window(List<StepReport> steps) {
        return steps.size() / 40 * 2 + 1;
    }

    static String meanOf(int window, String what) {
        return window == 1 ? "" : " (mean of " + window + " " + what + ")";
    }

    static TickedChart overSteps(String title, String subtitle, List<StepReport> steps) {
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("training step");
        int first = steps.getFirst().step(), last = steps.getLast().step();
        double side = first == last ? 1 : Math.max(0.5, 0.01 * (last - first)); // room for a mark at the end
        chart.getStyler().setXAxisMin(first - side).setXAxisMax(last + side).setXAxisDecimalPattern("#,##0");
        return chart;
    }

    private static void overEpochs(TickedChart chart, List<EpochReport> epochs) {
        int first = epochs.getFirst().epoch(), last = epochs.getLast().epoch();
        double side = Math.max(0.25, 0.01 * (last - first));
        chart.getStyler().setXAxisMin(first - side).setXAxisMax(last + side);
        int stride = Math.ceilDiv(last - first + 1, MOST_EPOCH_LABELS);
        SortedMap<Double, String> ticks = new TreeMap<>();
        for (int epoch = first; epoch <= last; epoch += stride) ticks.put((double) epoch, String.valueOf(epoch));
        chart.xTicks(ticks);
    }

    /** The last step of every epoch; a resumed training has none of the early ones. */
    private static Map<Integer, Integer> ends(List<StepReport> steps) {
        Map<Integer, Integer> ends = new HashMap<>();
        for (StepReport step : steps) ends.put(step.epoch(), step.step());
        return ends;
    }

    private static Course validationLoss(List<EpochReport> epochs, Map<Integer, Integer> ends, int dim) {
        return new Course(
                epochs.stream().mapToDouble(epoch -> ends.get(epoch.epoch())).toArray(),
                epochs.stream().mapToDouble(epoch -> at(dim, epoch).loss()).toArray());
    }

    private static DimensionLoss at(int dim, EpochReport epoch) {
        return epoch.validation().stream()
                .filter(at -> at.dim() == dim)
                .findFirst()
                .orElseThrow();
    }
}
