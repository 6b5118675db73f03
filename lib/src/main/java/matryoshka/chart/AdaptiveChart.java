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
    private AdaptiveChart() {}

    /** Whether adaptive classification of {@code method} was measured. */
    public static boolean fits(Results results, String method) {
        return results.methods(Measurement.ADAPTIVE_ACCURACY).contains(method);
    }

    /**
     * A point of the adaptive lines for every largest dim allowed: over the dims it stops at (solid) and over all the
     * dims its heads read (dashed). The dotted line is the oracle that knows which of all dims is right. Where
     * {@code results} have them, also a point for every budget of dims, over those it stops at, and models trained for
     * one dim each.
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
        if (results.hasFixedFeatures(Metric.TOP1)) shown.add(results.fixedFeatureCurve(Metric.TOP1));
        double best = oracle.at(oracle.dims().full()).mean();
        String budgeted = Measurement.under(Measurement.ADAPTIVE_ACCURACY, Measurement.BUDGET);
        List<DimensionCurve> percents = new ArrayList<>(shown);
        percents.add(adaptive);
        boolean budgets = results.methods(budgeted).contains(method);
        if (budgets) percents.add(results.curve(method, budgeted));
        TickedChart chart = scaled(shown, percents, best, title, subtitle);
        for (DimensionCurve curve : shown)
            MethodStyle.of(List.of(curve.method()))
                    .get(curve.method())
                    .apply(DimensionCharts.add(chart, curve.method() + " at fixed dims", curve), ChartStyle.SOLID);
        DimensionCurve expected = results.curve(method, Measurement.EXPECTED_DIMS);
        DimensionCurve cumulative = results.curve(method, Measurement.CUMULATIVE_DIMS);
        MethodStyle.ORANGE.apply(add(chart, method + " adaptive, expected", expected, adaptive), ChartStyle.SOLID);
        MethodStyle.BLACK.apply(add(chart, method + " adaptive, cumulative", cumulative, adaptive), ChartStyle.DASHED);
        if (budgets) {
            DimensionCurve spent =
                    results.curve(method, Measurement.under(Measurement.EXPECTED_DIMS, Measurement.BUDGET));
            XYSeries series = add(chart, method + " within a budget, expected", spent, results.curve(method, budgeted));
            MethodStyle.GREEN.apply(series, ChartStyle.SOLID);
        }
        addOracle(chart, best);
        return chart;
    }

    private static TickedChart scaled(
            List<DimensionCurve> overDims, List<DimensionCurve> all, double oracle, String title, String subtitle) {
        TickedChart chart = new TickedChart(title, subtitle);
        DimensionAxis.scale(chart, DimensionCharts.allDims(overDims));
        chart.setXAxisTitle("embedding dimension, fixed or on average (log scale)");
        chart.setYAxisTitle("accuracy (%)");
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
