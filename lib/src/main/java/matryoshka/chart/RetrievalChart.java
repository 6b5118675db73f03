package matryoshka.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import matryoshka.evaluate.Interval;
import matryoshka.experiment.Measurement;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * What better retrieval costs: precision over queries a second or over operations a query on a log axis, a line a kind of
 * search, with 95 % intervals over seeds. Of a kind's settings those are drawn that no other of its kind beats in both.
 */
public final class RetrievalChart {
    private static final double ROOM = 0.5; // percent above and below

    private RetrievalChart() {}

    /** What stands on the axis, and which of its values are better. */
    private enum Cost {
        SPEED(Measurement.SPEED, "queries a second, one after the other (log scale)", Comparator.reverseOrder()),
        OPERATIONS(Measurement.OPERATIONS, "MFLOPs a query (log scale)", Comparator.naturalOrder());

        private final String metric;
        private final String axisTitle;
        private final Comparator<Double> bestFirst;

        Cost(String metric, String axisTitle, Comparator<Double> bestFirst) {
            this.metric = metric;
            this.axisTitle = axisTitle;
            this.bestFirst = bestFirst;
        }
    }

    /** Whether there are speeds to draw. */
    public static boolean fits(Results results) {
        return results.rows().stream().anyMatch(row -> row.metric().equals(Measurement.SPEED));
    }

    /** One setting of one kind of search: what it costs, and the metric in percent. */
    private record Point(double cost, Interval quality) {
        double mean() {
            return 100 * quality.mean();
        }

        double error() {
            return quality.n() == 1 ? 0 : 100 * quality.halfWidth();
        }
    }

    /**
     * Methods that differ in what stands behind {@code =} are settings of one kind, and so are dims.
     *
     * @param metric such as {@code mAP@10}
     */
    public static XYChart of(Results results, String metric, String title, String subtitle) {
        return of(results, metric, Cost.SPEED, title, subtitle);
    }

    /** The same over the numbers of the database that go into a query's distances, in millions, as the paper counts. */
    public static XYChart overOperations(Results results, String metric, String title, String subtitle) {
        return of(results, metric, Cost.OPERATIONS, title, subtitle);
    }

    private static XYChart of(Results results, String metric, Cost cost, String title, String subtitle) {
        Map<String, List<Point>> kinds = new LinkedHashMap<>();
        for (ResultRow row : settings(results, cost))
            kinds.computeIfAbsent(kind(row.method()), kind -> new ArrayList<>())
                    .add(new Point(
                            results.interval(row.method(), row.dim(), cost.metric)
                                    .mean(),
                            results.interval(row.method(), row.dim(), metric)));
        if (kinds.isEmpty())
            throw new IllegalArgumentException(
                    "a chart over " + cost.metric + " needs results that have them, got none");
        kinds.replaceAll((kind, points) -> unbeaten(points, cost));
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle(cost.axisTitle);
        chart.setYAxisTitle(metric + " (%)");
        scale(chart, kinds.values().stream().flatMap(List::stream).toList());
        Map<String, MethodStyle> styles = MethodStyle.of(List.copyOf(kinds.keySet()));
        kinds.forEach((kind, points) -> add(chart, kind, points, styles.get(kind)));
        return chart;
    }

    /** A row for every method and dim. */
    private static List<ResultRow> settings(Results results, Cost cost) {
        Map<List<Object>, ResultRow> first = new LinkedHashMap<>();
        for (ResultRow row : results.rows())
            if (row.metric().equals(cost.metric)) first.putIfAbsent(List.of(row.method(), row.dim()), row);
        return List.copyOf(first.values());
    }

    private static String kind(String method) {
        int end = method.indexOf('=') < 0 ? method.length() : method.lastIndexOf(' ', method.indexOf('='));
        return method.substring(0, end);
    }

    private static List<Point> unbeaten(List<Point> points, Cost cost) {
        Comparator<Point> bestFirst = Comparator.comparing(Point::cost, cost.bestFirst);
        List<Point> left = new ArrayList<>();
        for (Point point : points.stream().sorted(bestFirst).toList())
            if (left.isEmpty() || point.mean() > left.getLast().mean()) left.add(point);
        return left.reversed();
    }

    private static void scale(TickedChart chart, List<Point> points) {
        SortedMap<Double, String> ticks = LogTicks.around(
                points.stream().mapToDouble(Point::cost).min().orElseThrow(),
                points.stream().mapToDouble(Point::cost).max().orElseThrow());
        SortedMap<Double, String> positions = new TreeMap<>();
        ticks.forEach((cost, label) -> positions.put(Math.log10(cost), label));
        chart.xTicks(positions);
        chart.getStyler().setXAxisMin(positions.firstKey()).setXAxisMax(positions.lastKey());
        Stream<Double> lows = points.stream().map(point -> point.mean() - point.error());
        Stream<Double> highs = points.stream().map(point -> point.mean() + point.error());
        chart.getStyler()
                .setYAxisMin(Math.floor(lows.min(Double::compare).orElseThrow() - ROOM))
                .setYAxisMax(Math.ceil(highs.max(Double::compare).orElseThrow() + ROOM));
    }

    private static void add(XYChart chart, String kind, List<Point> points, MethodStyle style) {
        XYSeries series = chart.addSeries(
                kind,
                points.stream().mapToDouble(point -> Math.log10(point.cost())).toArray(),
                points.stream().mapToDouble(Point::mean).toArray(),
                points.stream().mapToDouble(Point::error).toArray());
        style.apply(series, ChartStyle.SOLID);
    }
}
