package matryoshka.chart;

import java.awt.BasicStroke;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.NestingDims;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A positive quantity of every single number of an embedding, such as the norm of its gradient. */
public final class CoordinateChart {
    private static final BasicStroke THIN = new BasicStroke(1.4f), HAIR = new BasicStroke(1);
    private static final double SIDE_MARGIN = 0.25; // of a doubling

    private CoordinateChart() {}

    /**
     * A line a method over the numbers 1 … D, both axes logarithmic, with a mark where every prefix ends. What is not
     * positive leaves a gap.
     *
     * @param values [D] by method, in the order to show them
     * @param dims where prefixes end; the last of them is D
     * @throws IllegalArgumentException if a method has not D values, or nothing is positive
     */
    public static XYChart of(
            Map<String, double[]> values, NestingDims dims, String title, String subtitle, String yTitle) {
        requireValues(values, dims);
        TickedChart chart = new TickedChart(title, subtitle);
        DimensionAxis.scale(chart, dims);
        chart.setXAxisTitle("number of the embedding (log scale; marks: ends of prefixes)");
        chart.getStyler().setXAxisMin(-SIDE_MARGIN);
        chart.setYAxisTitle(yTitle + " (log scale)");
        SortedMap<Double, String> ticks = ticks(values);
        for (int dim : dims.dims()) end(chart, dim, ticks.firstKey(), ticks.lastKey());
        Map<String, MethodStyle> styles = MethodStyle.of(List.copyOf(values.keySet()));
        values.forEach((method, of) -> line(chart, method, of, styles.get(method)));
        chart.yTicks(ticks);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(ticks.firstKey()).setYAxisMax(ticks.lastKey());
        return chart;
    }

    private static void requireValues(Map<String, double[]> values, NestingDims dims) {
        values.forEach((method, of) -> {
            if (of.length != dims.full())
                throw new IllegalArgumentException("a chart of the numbers of an embedding of " + dims.full()
                        + " dims needs a value for each, got " + of.length + " of " + method);
        });
        if (values.values().stream().flatMapToDouble(Arrays::stream).noneMatch(value -> value > 0))
            throw new IllegalArgumentException(
                    "a chart with a logarithmic axis needs a positive value, got none of " + values.keySet());
    }

    private static SortedMap<Double, String> ticks(Map<String, double[]> values) {
        double[] positive = Stream.of(values.values().toArray(double[][]::new))
                .flatMapToDouble(Arrays::stream)
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        return LogTicks.around(positive[0], positive[positive.length - 1]);
    }

    private static void line(XYChart chart, String method, double[] values, MethodStyle style) {
        Course course = new Course(
                        IntStream.rangeClosed(1, values.length)
                                .mapToDouble(DimensionAxis::position)
                                .toArray(),
                        values)
                .positive();
        XYSeries series = chart.addSeries(method, course.x(), course.y());
        style.apply(series, THIN);
        series.setMarker(SeriesMarkers.NONE);
    }

    /** A hair between the last number of a prefix and the next. */
    private static void end(XYChart chart, int dim, double least, double most) {
        double x = DimensionAxis.position(dim + 0.5);
        XYSeries series = chart.addSeries("end of " + dim, new double[] {x, x}, new double[] {least, most});
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(ChartStyle.GRID_VEIL);
        series.setLineStyle(HAIR);
        series.setShowInLegend(false);
    }
}
