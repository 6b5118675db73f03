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
 * What better retrieval costs: precision over queries a second on a log axis, a line a kind of search, with 95 %
 * intervals over seeds. Of a kind's settings those are drawn that no other of its kind beats in both.
 */
public final class RetrievalChart {
    private static final double ROOM = 0.5; // percent above and below

    private RetrievalChart() {}

    /** Whether there are speeds to draw. */
    public static boolean fits(Results results) {
        return results.rows().stream().anyMatch(row -> row.metric().equals(Measurement.SPEED));
    }

    /** One setting of one kind of search: queries/s, and the metric in percent. */
    private record Point(double speed, Interval quality) {
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
        Map<String, List<Point>> kinds = new LinkedHashMap<>();
        for (ResultRow row : settings(results))
            kinds.computeIfAbsent(kind(row.method()), kind -> new ArrayList<>())
                    .add(new Point(
                            results.interval(row.method(), row.dim(), Measurement.SPEED)
                                    .mean(),
                            results.interval(row.method(), row.dim(), metric)));
        kinds.replaceAll((kind, points) -> unbeaten(points));
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("queries a second, one after the other (log scale)");
        chart.setYAxisTitle(metric + " (%)");
        scale(chart, kinds.values().stream().flatMap(List::stream).toList());
        Map<String, MethodStyle> styles = MethodStyle.of(List.copyOf(kinds.keySet()));
        kinds.forEach((kind, points) -> add(chart, kind, points, styles.get(kind)));
        return chart;
    }

    /** A row for every method and dim. */
    private static List<ResultRow> settings(Results results) {
        Map<List<Object>, ResultRow> first = new LinkedHashMap<>();
        for (ResultRow row : results.rows())
            if (row.metric().equals(Measurement.SPEED)) first.putIfAbsent(List.of(row.method(), row.dim()), row);
        return List.copyOf(first.values());
    }

    private static String kind(String method) {
        int end = method.indexOf('=') < 0 ? method.length() : method.lastIndexOf(' ', method.indexOf('='));
        return method.substring(0, end);
    }

    private static List<Point> unbeaten(List<Point> points) {
        Comparator<Point> fastFirst = Comparator.comparingDouble((Point point) -> -point.speed());
        List<Point> left = new ArrayList<>();
        for (Point point : points.stream().sorted(fastFirst).toList())
            if (left.isEmpty() || point.mean() > left.getLast().mean()) left.add(point);
        return left.reversed();
    }

    private static void scale(TickedChart chart, List<Point> points) {
        SortedMap<Double, String> ticks = LogTicks.around(
                points.stream().mapToDouble(Point::speed).min().orElseThrow(),
                points.stream().mapToDouble(Point::speed).max().orElseThrow());
        SortedMap<Double, String> positions = new TreeMap<>();
        ticks.forEach((speed, label) -> positions.put(Math.log10(speed), label));
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
                points.stream().mapToDouble(point -> Math.log10(point.speed())).toArray(),
                points.stream().mapToDouble(Point::mean).toArray(),
                points.stream().mapToDouble(Point::error).toArray());
        style.apply(series, ChartStyle.SOLID);
    }
}
