package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** A chart with labelled ticks exactly where they are wanted: XChart spaces its own evenly. */
final class TickedChart extends SubtitledChart {
    private static final int TICK_LENGTH = 5, GAP = 3;
    private static final BasicStroke HAIR = new BasicStroke(1);

    private SortedMap<Double, String> xTicks = new TreeMap<>();
    private SortedMap<Double, String> yTicks = new TreeMap<>();

    TickedChart(String title, String subtitle) {
        super(title, subtitle);
    }

    /** XChart's own ticks become invisible; they keep the room. */
    void xTicks(SortedMap<Double, String> labels) {
        xTicks = labels;
        getStyler().setXAxisTickMarksColor(ChartStyle.INVISIBLE);
        getStyler().setXAxisTickLabelsColor(ChartStyle.INVISIBLE);
    }

    /** The same for the other axis, with grid lines. */
    void yTicks(SortedMap<Double, String> labels) {
        yTicks = labels;
        String widest = labels.values().stream()
                .max(Comparator.comparing(String::length))
                .orElse("");
        getStyler().setYAxisDecimalPattern(widest.replaceAll("\\d", "0")); // as wide as the widest
        getStyler().setYAxisTickMarksColor(ChartStyle.INVISIBLE);
        getStyler().setYAxisTickLabelsColor(ChartStyle.INVISIBLE);
        getStyler().setPlotGridHorizontalLinesVisible(false);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        super.paint(graphics, width, height);
        graphics.setFont(ChartStyle.LABEL);
        graphics.setStroke(HAIR);
        xTicks.forEach((at, label) -> paintXTick(graphics, at, label));
        yTicks.forEach((at, label) -> paintYTick(graphics, at, label));
    }

    private void paintXTick(Graphics2D graphics, double at, String label) {
        double x = getScreenXFromChart(at);
        double bottom = getScreenYFromChart(getStyler().getYAxisMin());
        graphics.setColor(ChartStyle.TEXT);
        graphics.draw(new Line2D.Double(x, bottom, x, bottom + TICK_LENGTH));
        float left = (float) x - graphics.getFontMetrics().stringWidth(label) / 2f;
        float baseline =
                (float) bottom + TICK_LENGTH + graphics.getFontMetrics().getAscent() + 2;
        graphics.drawString(label, left, baseline);
    }

    private void paintYTick(Graphics2D graphics, double at, String label) {
        double y = getScreenYFromChart(at);
        double left = getScreenXFromChart(getStyler().getXAxisMin());
        double right = getScreenXFromChart(getStyler().getXAxisMax());
        graphics.setColor(ChartStyle.GRID_VEIL);
        graphics.draw(new Line2D.Double(left, y, right, y));
        graphics.setColor(ChartStyle.TEXT);
        graphics.draw(new Line2D.Double(left - TICK_LENGTH, y, left, y));
        float from =
                (float) left - TICK_LENGTH - GAP - graphics.getFontMetrics().stringWidth(label);
        graphics.drawString(label, from, (float) y + graphics.getFontMetrics().getAscent() / 2f - 2);
    }
}
