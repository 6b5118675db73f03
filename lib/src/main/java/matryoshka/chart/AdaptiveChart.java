package matryoshka.chart;

import java.util.ArrayList;
import java.util.List;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.Interval;
import matryoshka.evaluate.Metric;
import matryoshka.experiment.Measurement;
import matryoshka.experiment.Results;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What adaptive classification (arXiv:2205.13147, section 4.2.1) gains: its accuracy over the dims it takes on average,
 * beside the accuracy of fixed dims, with 95 % intervals over seeds.
 */
public final class AdaptiveChart {
    private static final String FIXED_FEATURE = "FF-";

    private AdaptiveChart() {}

    /** Whether adaptive classification of {@code method} was measured. */
    public static boolean fits(Results results, String method) {
        return results.methods(Measurement.ADAPTIVE_ACCURACY).contains(method);
    }

    /**
     * A point of the adaptive lines for every largest dim allowed: over the dims it stops at (solid) and over all the
     * dims its heads read (dashed). The dotted line is the oracle that knows which of all dims is right. Models
     * trained for one dim each are drawn where {@code results} have them.
     *
     * @param method such as MRL
     * @throws IllegalArgumentException if it was not measured
     */
    public static XYChart of(Results results, String method, String title, String subtitle) {
        if (!fits(results, method))
            throw new IllegalArgumentException("a chart of adaptive classification needs it measured, got nothing of \""
                    + method + "\": choose one of " + results.methods(Measurement.ADAPTIVE_ACCURACY));
        DimensionCurve fixed = results.curve(method, Metric.TOP1);
        DimensionCurve adaptive = results.curve(method, Measurement.ADAPTIVE_ACCURACY);
        DimensionCurve oracle = results.curve(method, Measurement.ADAPTIVE_ORACLE);
        List<DimensionCurve> shown = new ArrayList<>(List.of(fixed));
        boolean featured = results.methods(Metric.TOP1).stream().anyMatch(each -> each.startsWith(FIXED_FEATURE));
        if (featured) shown.add(results.fixedFeatureCurve(Metric.TOP1));
        double best = oracle.at(oracle.dims().full()).mean();
        TickedChart chart = scaled(shown, adaptive, best, title, subtitle);
        for (DimensionCurve curve : shown)
            MethodStyle.of(List.of(curve.method()))
                    .get(curve.method())
                    .apply(DimensionCharts.add(chart, curve.method() + " at fixed dims", curve), ChartStyle.SOLID);
        DimensionCurve expected = results.curve(method, Measurement.EXPECTED_DIMS);
        DimensionCurve cumulative = results.curve(method, Measurement.CUMULATIVE_DIMS);
        MethodStyle.ORANGE.apply(add(chart, method + " adaptive, expected", expected, adaptive), ChartStyle.SOLID);
        MethodStyle.BLACK.apply(add(chart, method + " adaptive, cumulative", cumulative, adaptive), ChartStyle.DASHED);
        addOracle(chart, best);
        return chart;
    }

    private static TickedChart scaled(
            List<DimensionCurve> overDims, DimensionCurve adaptive, double oracle, String title, String subtitle) {
        TickedChart chart = new TickedChart(title, subtitle);
        DimensionAxis.scale(chart, DimensionCharts.allDims(overDims));
        chart.setXAxisTitle("embedding dimension, fixed or on average (log scale)");
        chart.setYAxisTitle("accuracy (%)");
        List<DimensionCurve> all = new ArrayList<>(overDims);
        all.add(adaptive);
        PercentAxis shares = new PercentAxis();
        for (DimensionCurve curve : all) curve.dims().dims().forEach(dim -> shares.show(curve.at(dim)));
        shares.show(Interval.of(oracle));
        shares.scale(chart);
        return chart;
    }

    private static XYSeries add(XYChart chart, String name, DimensionCurve dimsTaken, DimensionCurve accuracy) {
        List<Integer> caps = accuracy.dims().dims();
        return chart.addSeries(
                name,
                caps.stream()
                        .mapToDouble(
                                cap -> DimensionAxis.position(dimsTaken.at(cap).mean()))
                        .toArray(),
                caps.stream()
                        .mapToDouble(cap -> PercentAxis.percent(accuracy.at(cap)))
                        .toArray(),
                caps.stream()
                        .mapToDouble(cap -> PercentAxis.error(accuracy.at(cap)))
                        .toArray());
    }

    private static void addOracle(XYChart chart, double share) {
        double y = 100 * share;
        double[] sides = {chart.getStyler().getXAxisMin(), chart.getStyler().getXAxisMax()};
        XYSeries series = chart.addSeries("oracle, all dims", sides, new double[] {y, y});
        MethodStyle.GREY.apply(series, ChartStyle.DOTTED);
        series.setMarker(SeriesMarkers.NONE);
    }
}
