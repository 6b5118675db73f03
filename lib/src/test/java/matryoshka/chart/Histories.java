package matryoshka.chart;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import matryoshka.train.EpochReport;
import matryoshka.train.EpochReport.DimensionLoss;
import matryoshka.train.GradientReport;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingHistory;

/** Trainings made up by formula: 3 dims, 10 steps an epoch. */
public final class Histories {
    public static final List<Integer> DIMS = List.of(8, 16, 384);
    public static final int STEPS_AN_EPOCH = 10;

    private Histories() {}

    /** Without looks at the gradients; the loss is {@link #loss}. */
    public static StepReport step(int step, int steps) {
        return step(step, steps, null);
    }

    /** With gradients of norms 1, 2, 4 over the step, whose cosines fall by 0.1 from dim to dim, down to −0.9. */
    public static StepReport look(int step, int steps) {
        List<Double> norms = List.of(1.0 / step, 2.0 / step, 4.0 / step);
        List<List<Double>> cosines = List.of(List.of(1.0, -0.9, 0.1), List.of(-0.9, 1.0, 0.2), List.of(0.1, 0.2, 1.0));
        return step(step, steps, new GradientReport(DIMS, norms, cosines));
    }

    private static StepReport step(int step, int steps, GradientReport gradients) {
        SortedMap<Integer, Double> losses = new TreeMap<>(), importance = new TreeMap<>();
        for (int dim : DIMS) {
            losses.put(dim, loss(dim, step));
            importance.put(dim, dim + step / 1000.0);
        }
        int epoch = (step - 1) / STEPS_AN_EPOCH + 1;
        return new StepReport(epoch, step, steps, 32, 1, losses, importance, 1e-4, 1, gradients);
    }

    /** A straight line, which no mean over steps bends. */
    public static double loss(int dim, int step) {
        return 3 + 8.0 / dim - step / 10_000.0;
    }

    /** With score 0.5 − 1/dim + epoch/100 and the training's loss of the epoch's end plus 0.1. */
    public static EpochReport epoch(int epoch, String metric) {
        return new EpochReport(
                epoch,
                metric,
                DIMS.stream()
                        .map(dim -> new DimensionLoss(
                                dim, loss(dim, epoch * STEPS_AN_EPOCH) + 0.1, 0.5 - 1.0 / dim + epoch / 100.0))
                        .toList());
    }

    public static TrainingHistory of(int first, int last, IntFunction<StepReport> step, List<EpochReport> epochs) {
        return new TrainingHistory(
                IntStream.rangeClosed(first, last).mapToObj(step).toList(), epochs, false);
    }
}
