package matryoshka.chart;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.evaluate.Interval;
import matryoshka.experiment.Measurement;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** How accuracy falls as texts are disturbed more: a line a method and dim over the rate, 95 % intervals over seeds. */
public final class RobustnessChart {
    private static final double ROOM = 2; // percent, beside the first and the last rate
    private static final double APART = 0.4; // percent, from line to line, lest intervals hide each other

    private RobustnessChart() {}

    /**
     * What to show: a line for every method at every dim.
     *
     * @param metric such as top1
     * @param disturbance {@link Measurement#TYPOS} or {@link Measurement#DROPPED_WORDS}
     * @param dims at most three
     */
    public record Lines(String metric, String disturbance, List<String> methods, List<Integer> dims) {
        public Lines {
            methods = List.copyOf(methods);
            dims = List.copyOf(dims);
            if (methods.isEmpty() || dims.isEmpty() || dims.size() > ChartStyle.STROKES.size())
                throw new IllegalArgumentException("a chart of robustness shows at least one method at 1.."
                        + ChartStyle.STROKES.size() + " dims, got " + methods + " at " + dims);
        }
    }

    /**
     * Colour and marker tell the methods; solid, dashed and dotted lines the dims, in the order given. Rate 0 is
     * {@link Measurement#UNDISTURBED}. Lines stand a little aside of each other.
     *
     * @throws IllegalArgumentException if one of the methods was not measured so
     */
    public static XYChart of(Results results, Lines lines, String title, String subtitle) {
        List<String> methods = lines.methods();
        List<Integer> dims = lines.dims();
        SortedMap<Double, String> metrics = byRate(results, lines);
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("rate of " + lines.disturbance() + " (%)");
        chart.setYAxisTitle("accuracy (%)");
        PercentAxis shares = new PercentAxis();
        Map<String, MethodStyle> styles = MethodStyle.of(methods);
        int count = methods.size() * dims.size();
        for (int i = 0; i < count; i++) {
            String method = methods.get(i / dims.size());
            int dim = dims.get(i % dims.size());
            List<Interval> line = line(results, method, dim, metrics);
            line.forEach(shares::show);
            double aside = APART * (i - (count - 1) / 2.0);
            XYSeries series = add(chart, method + " · " + dim + " dims", metrics.keySet(), aside, line);
            styles.get(method).apply(series, ChartStyle.STROKES.get(i % dims.size()));
        }
        shares.scale(chart);
        tick(chart, metrics.keySet().stream().toList());
        return chart;
    }

    private static XYSeries add(XYChart chart, String name, Set<Double> rates, double aside, List<Interval> line) {
        return chart.addSeries(
                name,
                rates.stream().mapToDouble(rate -> rate + aside).toArray(),
                line.stream().mapToDouble(PercentAxis::percent).toArray(),
                line.stream().mapToDouble(PercentAxis::error).toArray());
    }

    /** The metric's names by rate in percent. */
    private static SortedMap<Double, String> byRate(Results results, Lines lines) {
        SortedMap<Double, String> metrics = new TreeMap<>();
        String prefix = Measurement.under(lines.metric(), lines.disturbance()) + " ";
        for (ResultRow row : results.rows())
            if (row.metric().startsWith(prefix))
                metrics.put(100 * Double.parseDouble(row.metric().substring(prefix.length())), row.metric());
        if (metrics.isEmpty())
            throw new IllegalArgumentException("a chart of robustness needs a metric named \"" + prefix
                    + "RATE\", the results have none: run an experiment that measures it");
        metrics.put(0.0, Measurement.under(lines.metric(), Measurement.UNDISTURBED));
        return metrics;
    }

    private static List<Interval> line(Results results, String method, int dim, SortedMap<Double, String> metrics) {
        return metrics.values().stream()
                .map(metric -> results.interval(method, dim, metric))
                .toList();
    }

    private static void tick(TickedChart chart, List<Double> rates) {
        SortedMap<Double, String> ticks = new TreeMap<>();
        for (double rate : rates) ticks.put(rate, String.valueOf(Math.round(rate)));
        chart.xTicks(ticks);
        chart.getStyler().setXAxisMin(-ROOM).setXAxisMax(rates.getLast() + ROOM);
    }
}
