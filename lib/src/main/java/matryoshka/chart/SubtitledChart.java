package matryoshka.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.ChartTheme;

/** A chart with a line of small print under its title: XChart knows one title only, so it is drawn on top. */
class SubtitledChart extends XYChart implements Subtitled {
    private final String subtitle;

    SubtitledChart(String title, String subtitle) {
        super(ChartStyle.WIDTH, ChartStyle.HEIGHT, ChartTheme.XChart);
        this.subtitle = subtitle;
        setTitle(title);
        ChartStyle.apply(getStyler());
    }

    @Override
    public String subtitle() {
        return subtitle;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        super.paint(graphics, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(ChartStyle.SUBTITLE);
        graphics.setColor(ChartStyle.SOFT_TEXT);
        int textWidth = graphics.getFontMetrics().stringWidth(subtitle);
        double middle = (getStyler().getXAxisMin() + getStyler().getXAxisMax()) / 2;
        float left = (float) getScreenXFromChart(middle) - textWidth / 2f; // centred over the plot, as the title is
        graphics.drawString(subtitle, left, ChartStyle.SUBTITLE_BASELINE);
    }
}
