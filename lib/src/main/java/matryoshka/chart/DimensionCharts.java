package matryoshka.chart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import matryoshka.NestingDims;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.DimensionScore;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Charts of what embeddings are worth at every nesting dim. */
public final class DimensionCharts {
    private static final double SIDE_MARGIN = 0.25; // of a doubling
    private static final double MARKER_ROOM = 2; // percent; markers must not stick out of the plot
    private static final double TICK_ROOM = 0.01; // percent; a tick exactly at the end would be dropped

    private DimensionCharts() {}

    /**
     * Accuracy in percent over dims on a log2 axis: two lines a method, solid for top-1 by the head, dashed for 1-NN;
     * colour and marker tell the methods. Say in {@code subtitle} the number of test examples and the seeds.
     */
    public static XYChart accuracy(List<DimensionReport> reports, String title, String subtitle) {
        if (reports.isEmpty()) throw new IllegalArgumentException("a chart needs at least one report, got none");
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("embedding dimension (log scale)");
        chart.setYAxisTitle("top-1 accuracy (%)");
        NestingDims dims = allDims(reports);
        chart.xTicks(new TreeMap<>(
                dims.dims().stream().collect(Collectors.toMap(DimensionCharts::position, String::valueOf))));
        scaleAxes(chart.getStyler(), dims, reports);
        Map<String, MethodStyle> styles =
                MethodStyle.of(reports.stream().map(DimensionReport::method).toList());
        for (DimensionReport report : reports) {
            MethodStyle style = styles.get(report.method());
            add(chart, report, "head", DimensionScore::top1, style).setLineStyle(ChartStyle.SOLID);
            add(chart, report, "1-NN", DimensionScore::oneNn, style).setLineStyle(ChartStyle.DASHED);
        }
        return chart;
    }

    private static XYSeries add(
            XYChart chart,
            DimensionReport report,
            String metric,
            ToDoubleFunction<DimensionScore> value,
            MethodStyle style) {
        double[] x =
                report.scores().stream().mapToDouble(s -> position(s.dim())).toArray();
        double[] y = report.scores().stream()
                .mapToDouble(s -> 100 * value.applyAsDouble(s))
                .toArray();
        XYSeries series = chart.addSeries(report.method() + " · " + metric, x, y);
        series.setLineColor(style.color());
        series.setMarker(style.marker());
        series.setMarkerColor(style.color());
        return series;
    }

    private static double position(int dim) {
        return Math.log(dim) / Math.log(2);
    }

    private static void scaleAxes(XYStyler styler, NestingDims dims, List<DimensionReport> reports) {
        styler.setXAxisMin(position(dims.smallest()) - SIDE_MARGIN);
        styler.setXAxisMax(position(dims.full()) + SIDE_MARGIN);
        double least = percents(reports).min().orElseThrow(),
                most = percents(reports).max().orElseThrow();
        styler.setYAxisMin(Math.max(10 * Math.floor((least - MARKER_ROOM) / 10) - TICK_ROOM, -MARKER_ROOM));
        styler.setYAxisMax(Math.min(10 * Math.ceil((most + MARKER_ROOM) / 10) + TICK_ROOM, 100 + MARKER_ROOM));
        styler.setYAxisDecimalPattern("0");
    }

    private static DoubleStream percents(List<DimensionReport> reports) {
        return reports.stream()
                .flatMap(report -> report.scores().stream())
                .flatMapToDouble(score -> DoubleStream.of(100 * score.top1(), 100 * score.oneNn()));
    }

    private static NestingDims allDims(List<DimensionReport> reports) {
        return new NestingDims(reports.stream()
                .flatMap(report -> report.dims().dims().stream())
                .distinct()
                .sorted()
                .toList());
    }
}
