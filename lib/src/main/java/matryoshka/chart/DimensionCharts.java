package matryoshka.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import matryoshka.NestingDims;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.Interval;
import matryoshka.evaluate.Metric;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Charts of what embeddings are worth at every dim. */
public final class DimensionCharts {
    private static final double SIDE_MARGIN = 0.25; // of a doubling
    private static final double MARKER_ROOM = 2; // percent; markers must not stick out of the plot
    private static final double TICK_ROOM = 0.01; // percent; a tick exactly at the end would be dropped
    private static final int MOST_TICKS = 12;

    private DimensionCharts() {}

    /**
     * Accuracy in percent over dims on a log2 axis: two lines a method, solid for top-1 by the head, dashed for 1-NN;
     * colour and marker tell the methods. Say in {@code subtitle} the number of test examples and the seeds.
     */
    public static XYChart accuracy(List<DimensionReport> reports, String title, String subtitle) {
        List<DimensionCurve> curves = new ArrayList<>();
        for (DimensionReport report : reports)
            for (String metric : List.of(Metric.TOP1, Metric.ONE_NN))
                if (report.metrics().contains(metric)) curves.add(report.curve(metric));
        return of(curves, title, subtitle, "accuracy (%)");
    }

    /**
     * Curves over dims on a log2 axis, in percent, with 95 % intervals over seeds: colour and marker tell the methods,
     * solid, dashed and dotted lines the metrics. Say in {@code subtitle} the number of test examples and the seeds.
     */
    public static XYChart of(List<DimensionCurve> curves, String title, String subtitle, String yTitle) {
        if (curves.isEmpty()) throw new IllegalArgumentException("a chart needs at least one curve, got none");
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("embedding dimension (log scale)");
        chart.setYAxisTitle(yTitle);
        NestingDims dims = allDims(curves);
        scaleAxes(chart, dims, curves);
        Map<String, MethodStyle> styles = MethodStyle.of(
                curves.stream().map(DimensionCurve::method).distinct().toList());
        List<String> metrics =
                curves.stream().map(DimensionCurve::metric).distinct().toList();
        if (metrics.size() > ChartStyle.STROKES.size())
            throw new IllegalArgumentException("a chart shows at most " + ChartStyle.STROKES.size() + " metrics, got "
                    + metrics + ": draw several");
        for (DimensionCurve curve : curves)
            add(
                    chart,
                    curve,
                    metrics.size() > 1,
                    styles.get(curve.method()),
                    ChartStyle.STROKES.get(metrics.indexOf(curve.metric())));
        return chart;
    }

    private static void add(XYChart chart, DimensionCurve curve, boolean named, MethodStyle style, BasicStroke stroke) {
        List<Integer> dims = curve.dims().dims();
        String name = named ? curve.method() + " · " + label(curve.metric()) : curve.method();
        XYSeries series = chart.addSeries(
                name,
                dims.stream().mapToDouble(DimensionCharts::position).toArray(),
                dims.stream().mapToDouble(dim -> 100 * curve.at(dim).mean()).toArray(),
                dims.stream().mapToDouble(dim -> 100 * error(curve.at(dim))).toArray());
        series.setLineStyle(stroke);
        series.setLineColor(style.color());
        series.setMarker(style.marker());
        series.setMarkerColor(style.color());
    }

    private static String label(String metric) {
        return metric.equals(Metric.TOP1) ? "head" : metric;
    }

    private static double error(Interval interval) {
        return interval.n() == 1 ? 0 : interval.halfWidth();
    }

    private static double position(int dim) {
        return Math.log(dim) / Math.log(2);
    }

    private static void scaleAxes(TickedChart chart, NestingDims dims, List<DimensionCurve> curves) {
        NestingDims ticked = dims.size() <= MOST_TICKS ? dims : NestingDims.doubling(dims.smallest(), dims.full());
        chart.xTicks(new TreeMap<>(
                ticked.dims().stream().collect(Collectors.toMap(DimensionCharts::position, String::valueOf))));
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(position(dims.smallest()) - SIDE_MARGIN);
        styler.setXAxisMax(position(dims.full()) + SIDE_MARGIN);
        double least = Double.MAX_VALUE, most = 0;
        for (DimensionCurve curve : curves)
            for (int dim : curve.dims().dims()) {
                Interval at = curve.at(dim);
                least = Math.min(least, 100 * (at.mean() - error(at)));
                most = Math.max(most, 100 * (at.mean() + error(at)));
            }
        double step = most - least > 15 ? 10 : most - least > 6 ? 5 : 1;
        styler.setYAxisMin(Math.max(step * Math.floor((least - step / 5) / step) - TICK_ROOM, -MARKER_ROOM));
        styler.setYAxisMax(step * Math.ceil((most + step / 5) / step) + TICK_ROOM);
        if (most <= 100) styler.setYAxisMax(Math.min(styler.getYAxisMax(), 100 + MARKER_ROOM));
        styler.setYAxisDecimalPattern("0");
    }

    private static NestingDims allDims(List<DimensionCurve> curves) {
        return new NestingDims(curves.stream()
                .flatMap(curve -> curve.dims().dims().stream())
                .distinct()
                .sorted()
                .toList());
    }
}
