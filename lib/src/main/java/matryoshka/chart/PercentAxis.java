package matryoshka.chart;

import matryoshka.evaluate.Interval;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** Shares in percent from bottom to top, from round number to round number around all that is shown. */
final class PercentAxis {
    private static final double MARKER_ROOM = 2; // percent; markers must not stick out of the plot
    private static final double TICK_ROOM = 0.01; // percent; a tick exactly at the end would be dropped

    private double least = Double.MAX_VALUE, most = 0;

    /** Makes room for a mean and its interval. */
    void show(Interval share) {
        least = Math.min(least, percent(share) - error(share));
        most = Math.max(most, percent(share) + error(share));
    }

    static double percent(Interval share) {
        return 100 * share.mean();
    }

    /** Half of the interval in percent; 0 if one value tells nothing of it. */
    static double error(Interval share) {
        return share.n() == 1 ? 0 : 100 * share.halfWidth();
    }

    void scale(XYChart chart) {
        XYStyler styler = chart.getStyler();
        double range = most - least;
        double step = range > 30 ? 10 : range > 15 ? 4 : range > 6 ? 2 : 1;
        styler.setYAxisMin(Math.max(step * Math.floor((least - step / 5) / step) - TICK_ROOM, -MARKER_ROOM));
        styler.setYAxisMax(step * Math.ceil((most + step / 5) / step) + TICK_ROOM);
        if (most <= 100) styler.setYAxisMax(Math.min(styler.getYAxisMax(), 100 + MARKER_ROOM));
        styler.setYAxisDecimalPattern("0");
    }
}
