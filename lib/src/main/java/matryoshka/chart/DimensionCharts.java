package matryoshka.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import matryoshka.NestingDims;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.Metric;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** Charts of what embeddings are worth at every dim. */
public final class DimensionCharts {
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

    /** What every method keeps of its value at its largest dim, in percent, seed by seed; otherwise as {@link #of}. */
    public static XYChart ratioToFull(List<DimensionCurve> curves, String title, String subtitle) {
        List<DimensionCurve> ratios =
                curves.stream().map(DimensionCurve::ratioToFull).toList();
        return of(ratios, title, subtitle, "share of the value at full dim (%)");
    }

    /**
     * Curves over dims on a log2 axis, in percent, with 95 % intervals over seeds: colour and marker tell the methods,
     * solid, dashed and dotted lines the metrics. Say in {@code subtitle} the number of test examples and the seeds.
     */
    public static XYChart of(List<DimensionCurve> curves, String title, String subtitle, String yTitle) {
        if (curves.isEmpty()) throw new IllegalArgumentException("a chart needs at least one curve, got none");
        TickedChart chart = new TickedChart(title, subtitle);
        DimensionAxis.scale(chart, allDims(curves));
        chart.setYAxisTitle(yTitle);
        PercentAxis shares = new PercentAxis();
        for (DimensionCurve curve : curves) curve.dims().dims().forEach(dim -> shares.show(curve.at(dim)));
        shares.scale(chart);
        Map<String, MethodStyle> styles = MethodStyle.of(
                curves.stream().map(DimensionCurve::method).distinct().toList());
        List<String> metrics =
                curves.stream().map(DimensionCurve::metric).distinct().toList();
        if (metrics.size() > ChartStyle.STROKES.size())
            throw new IllegalArgumentException("a chart shows at most " + ChartStyle.STROKES.size() + " metrics, got "
                    + metrics + ": draw several");
        for (DimensionCurve curve : curves) {
            String name = metrics.size() > 1 ? curve.method() + " · " + label(curve.metric()) : curve.method();
            BasicStroke stroke = ChartStyle.STROKES.get(metrics.indexOf(curve.metric()));
            styles.get(curve.method()).apply(add(chart, name, curve), stroke);
        }
        return chart;
    }

    /** A curve in percent with its intervals, where its dims are. */
    static XYSeries add(XYChart chart, String name, DimensionCurve curve) {
        List<Integer> dims = curve.dims().dims();
        return chart.addSeries(
                name,
                dims.stream().mapToDouble(DimensionAxis::position).toArray(),
                dims.stream()
                        .mapToDouble(dim -> PercentAxis.percent(curve.at(dim)))
                        .toArray(),
                dims.stream()
                        .mapToDouble(dim -> PercentAxis.error(curve.at(dim)))
                        .toArray());
    }

    private static String label(String metric) {
        return metric.equals(Metric.TOP1) ? "head" : metric;
    }

    /** All dims that any of the curves has. */
    static NestingDims allDims(List<DimensionCurve> curves) {
        return new NestingDims(curves.stream()
                .flatMap(curve -> curve.dims().dims().stream())
                .distinct()
                .sorted()
                .toList());
    }
}
