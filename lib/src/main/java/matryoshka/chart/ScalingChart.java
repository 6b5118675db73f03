package matryoshka.chart;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Whether cost grows in proportion to work: both axes logarithmic, beside a proportional line. */
public final class ScalingChart {
    private static final double ROOM = 1.3; // beside the first and the last marker

    private ScalingChart() {}

    /**
     * @param work amounts of work, ascending
     * @param millis the time each took
     */
    public static XYChart of(String title, String workTitle, double[] work, double[] millis) {
        if (work.length != millis.length || work.length < 2)
            throw new IllegalArgumentException("a chart needs as many times as amounts of work, at least 2, got "
                    + millis.length + " and " + work.length);
        XYChart chart = new XYChart(ChartStyle.WIDTH, ChartStyle.HEIGHT);
        chart.setTitle(title);
        chart.setXAxisTitle(workTitle + " (log scale)");
        chart.setYAxisTitle("milliseconds (log scale)");
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setXAxisMin(work[0] / ROOM).setXAxisMax(work[work.length - 1] * ROOM);
        double[] proportional = new double[work.length];
        for (int i = 0; i < work.length; i++)
            proportional[i] = millis[work.length - 1] * work[i] / work[work.length - 1];
        chart.getStyler().setYAxisMin(proportional[0] / ROOM).setYAxisMax(millis[work.length - 1] * ROOM);
        XYSeries line = chart.addSeries("proportional to the largest", work, proportional);
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(ChartStyle.SOFT_TEXT);
        line.setLineStyle(ChartStyle.DASHED);
        XYSeries measured = chart.addSeries("measured", work, millis);
        measured.setLineColor(MethodStyle.BLUE.color());
        measured.setMarkerColor(MethodStyle.BLUE.color());
        measured.setMarker(MethodStyle.BLUE.marker());
        measured.setLineStyle(ChartStyle.SOLID);
        return chart;
    }
}
