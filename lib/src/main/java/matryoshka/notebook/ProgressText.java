package matryoshka.notebook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import matryoshka.chart.MetricScale;
import matryoshka.train.EpochReport;
import matryoshka.train.StepReport;

/** The words of a training's progress. */
final class ProgressText {
    private static final String NEXT = "  ", SKIPPED = " … ";

    private ProgressText() {}

    /**
     * "8: 2.31 … 64: 1.20 … 384: 0.71": as many dims as fit into {@code width} characters, evenly chosen, the smallest
     * and the full one among them; the full one alone where two would not fit.
     */
    static String byDim(SortedMap<Integer, Double> values, DoubleFunction<String> format, int width) {
        List<Integer> dims = List.copyOf(values.keySet());
        String text = "";
        for (int count = dims.size(); count >= 1; count--) {
            text = byDim(values, format, evenly(dims, count));
            if (text.length() <= width) break;
        }
        return text;
    }

    private static List<Integer> evenly(List<Integer> dims, int count) {
        if (count == dims.size()) return dims;
        if (count == 1) return List.of(dims.getLast());
        double stride = (dims.size() - 1.0) / (count - 1);
        return IntStream.range(0, count)
                .mapToObj(i -> dims.get((int) Math.round(i * stride)))
                .toList();
    }

    private static String byDim(
            SortedMap<Integer, Double> values, DoubleFunction<String> format, List<Integer> chosen) {
        StringBuilder text = new StringBuilder();
        int before = 0;
        for (int dim : chosen) {
            boolean skipped = before != 0 && values.subMap(before, dim).size() > 1;
            if (before != 0) text.append(skipped ? SKIPPED : NEXT);
            text.append(dim).append(": ").append(format.apply(values.get(dim)));
            before = dim;
        }
        return text.toString();
    }

    /** "MRL, epoch 2 (54 s, 118 items/s), validation accuracy by dim:  8: 54.0 %"; no rate before any step. */
    static String epoch(String task, EpochReport epoch, Tally tally, Duration elapsed) {
        SortedMap<Integer, Double> scores = new TreeMap<>();
        for (EpochReport.DimensionLoss at : epoch.validation()) scores.put(at.dim(), at.score());
        String byDim = byDim(scores, MetricScale.of(epoch.metric())::format, Integer.MAX_VALUE);
        String rate = tally == null ? "" : ", " + rate(tally);
        return "%s, epoch %d (%d s%s), validation %s by dim:  %s"
                .formatted(task, epoch.epoch(), elapsed.toSeconds(), rate, epoch.metric(), byDim);
    }

    /** "MRL, step 60 of 100, epoch 2 (0:30, 0:20 left, 118 items/s), loss by dim:  8: 2.31  16: 2.02". */
    static String line(String task, Tally tally, int width) {
        StepReport step = tally.last();
        String left = step.step() == step.steps() ? "" : ", " + clock(tally.left()) + " left";
        return "%s, step %d of %d, epoch %d (%s%s, %s), loss by dim:  %s"
                .formatted(
                        task,
                        step.step(),
                        step.steps(),
                        step.epoch(),
                        clock(tally.elapsed()),
                        left,
                        rate(tally),
                        losses(step, width));
    }

    /** " 118 items/s, loss 8: 2.31 … 384: 0.71", beside a bar. */
    static String message(Tally tally, int width) {
        return " " + rate(tally) + ", loss " + losses(tally.last(), width);
    }

    private static String losses(StepReport step, int width) {
        return byDim(step.lossByDim(), loss -> String.format(Locale.ROOT, "%.2f", loss), width);
    }

    private static String rate(Tally tally) {
        return String.format(Locale.ROOT, "%.0f items/s", tally.itemsPerSecond());
    }

    /** 0:09, 12:34 or 1:02:03. */
    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
    }
}
