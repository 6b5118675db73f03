package matryoshka.chart;

import java.awt.BasicStroke;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The lines of a chart that has one for every nesting dim, each with its marks; the legend shows both as one. */
final class DimensionLines {
    private static final int POINTS = 240; // a quarter of the chart's width; more cannot be seen
    private static final int MARKS = 5;
    private static final double ROOM = 0.05; // above and below, of the range of values
    private static final BasicStroke THIN = new BasicStroke(1.2f);

    private final XYChart chart;
    private final List<Integer> dims;
    private final Map<Integer, DimensionStyle> styles;
    private final DoubleSummaryStatistics values = new DoubleSummaryStatistics();

    /** @param dims ascending */
    DimensionLines(XYChart chart, List<Integer> dims) {
        this.chart = chart;
        this.dims = List.copyOf(dims);
        styles = DimensionStyle.of(dims);
        chart.getStyler().setMarkerSize(8);
    }

    /** A bare line, without an entry in the legend. */
    void line(int dim, String what, Course course) {
        XYSeries series = joined(dim, what, course.thin(POINTS));
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
    }

    /** Marks without a line; the legend shows both. */
    void marks(int dim, String what, Course course) {
        joined(dim, what, course.apart());
    }

    /** A line with a few marks on it, not where the next dim's line has its own. */
    void marked(int dim, String what, Course course) {
        line(dim, what, course);
        double shift = dims.size() == 1 ? 0 : dims.indexOf(dim) / (dims.size() - 1.0) - 0.5;
        marks(dim, what + ", marked", course.marks(MARKS, 0.8 * shift));
    }

    /** A line with a mark at every value. */
    XYSeries joined(int dim, String what, Course course) {
        XYSeries series = add(dim + " · " + what, course);
        series.setLabel(dim + " dims");
        series.setLineStyle(ChartStyle.SOLID);
        series.setLineColor(styles.get(dim).color());
        series.setMarker(styles.get(dim).marker());
        series.setMarkerColor(styles.get(dim).color());
        return series;
    }

    /** A thin level line from side to side, without an entry in the legend. */
    void level(String name, double y) {
        double[] x = {chart.getStyler().getXAxisMin(), chart.getStyler().getXAxisMax()};
        plain(name, new Course(x, new double[] {y, y}), THIN);
    }

    /** A line of no dim, in grey, without an entry in the legend. */
    void plain(String name, Course course, BasicStroke stroke) {
        XYSeries series = add(name, course.thin(POINTS));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(ChartStyle.SOFT_TEXT);
        series.setLineStyle(stroke);
        series.setShowInLegend(false);
    }

    private XYSeries add(String name, Course course) {
        Arrays.stream(course.y()).filter(Double::isFinite).forEach(values);
        return chart.addSeries(name, course.x(), course.y());
    }

    /** Makes the axis as high as what was added, with room for the marks. */
    void fitHeight() {
        double range = values.getMax() - values.getMin();
        double room = range > 0 ? ROOM * range : 0.5;
        chart.getStyler().setYAxisMin(values.getMin() - room).setYAxisMax(values.getMax() + room);
    }

    /** The least and the greatest value that was added. */
    DoubleSummaryStatistics values() {
        return values;
    }
}
