package matryoshka.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.ChartTheme;

/**
 * A chart with a line of small print under its title: XChart knows one title only, so it is drawn on top, smaller if it is
 * too long.
 */
class SubtitledChart extends XYChart implements Subtitled {
    private static final float EDGE = 12; // pixels

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
        graphics.setColor(ChartStyle.SOFT_TEXT);
        float room = width - 2 * EDGE, textWidth = textWidth(graphics, ChartStyle.SUBTITLE);
        if (textWidth > room) {
            float smaller = ChartStyle.SUBTITLE.getSize2D() * room / textWidth;
            textWidth = textWidth(graphics, ChartStyle.SUBTITLE.deriveFont(smaller));
        }
        double middle = (getStyler().getXAxisMin() + getStyler().getXAxisMax()) / 2;
        float centred = (float) getScreenXFromChart(middle) - textWidth / 2; // over the plot, as the title is
        float left = Math.max(EDGE, Math.min(centred, width - EDGE - textWidth));
        graphics.drawString(subtitle, left, ChartStyle.SUBTITLE_BASELINE);
    }

    /** Takes up the font, and measures the subtitle in it. */
    private float textWidth(Graphics2D graphics, Font font) {
        graphics.setFont(font);
        return graphics.getFontMetrics().stringWidth(subtitle);
    }
}
