package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import matryoshka.NestingDims;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.ChartTheme;

/**
 * A chart over log2(dim) with ticks exactly at the nesting dims and a subtitle: XChart spaces its ticks evenly and
 * knows one title only, so these two are drawn on top.
 */
final class DimensionChart extends XYChart {
    private static final int TICK_LENGTH = 5;

    private final NestingDims dims;
    private final String subtitle;

    DimensionChart(NestingDims dims, String subtitle) {
        super(ChartStyle.WIDTH, ChartStyle.HEIGHT, ChartTheme.XChart);
        this.dims = dims;
        this.subtitle = subtitle;
    }

    static double position(int dim) {
        return Math.log(dim) / Math.log(2);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        super.paint(graphics, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        paintSubtitle(graphics);
        for (int dim : dims.dims()) paintTick(graphics, dim);
    }

    private void paintSubtitle(Graphics2D graphics) {
        graphics.setFont(ChartStyle.SUBTITLE);
        graphics.setColor(ChartStyle.SOFT_TEXT);
        int textWidth = graphics.getFontMetrics().stringWidth(subtitle);
        double middle = (getStyler().getXAxisMin() + getStyler().getXAxisMax()) / 2;
        float left = (float) getScreenXFromChart(middle) - textWidth / 2f; // centred over the plot, as the title is
        graphics.drawString(subtitle, left, ChartStyle.SUBTITLE_BASELINE);
    }

    private void paintTick(Graphics2D graphics, int dim) {
        double x = getScreenXFromChart(position(dim));
        double bottom = getScreenYFromChart(getStyler().getYAxisMin());
        graphics.setColor(ChartStyle.TEXT);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(x, bottom, x, bottom + TICK_LENGTH));
        graphics.setFont(ChartStyle.LABEL);
        String label = String.valueOf(dim);
        float left = (float) x - graphics.getFontMetrics().stringWidth(label) / 2f;
        graphics.drawString(
                label,
                left,
                (float) bottom + TICK_LENGTH + graphics.getFontMetrics().getAscent() + 2);
    }
}
