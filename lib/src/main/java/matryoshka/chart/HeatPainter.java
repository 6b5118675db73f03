package matryoshka.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws the parts of a heat map. */
final class HeatPainter {
    private static final int LEGEND_STEPS = 100, LEGEND_BAR = 16, LEGEND_TICKS = 5, TITLE_BASELINE = 42;
    private static final double SLANT = -Math.PI / 4;

    private final Graphics2D graphics;
    private final HeatLayout layout;
    private final ColorScale scale;

    HeatPainter(Graphics2D graphics, HeatLayout layout, ColorScale scale) {
        this.graphics = graphics;
        this.layout = layout;
        this.scale = scale;
    }

    void titles(String title, String subtitle, String yTitle) {
        double middle = layout.width() / 2.0;
        centered(title, ChartStyle.TITLE, ChartStyle.TEXT, middle, TITLE_BASELINE);
        centered(subtitle, ChartStyle.SUBTITLE, ChartStyle.SOFT_TEXT, middle, ChartStyle.SUBTITLE_BASELINE);
        Graphics2D turned = (Graphics2D) graphics.create();
        turned.setFont(ChartStyle.LABEL);
        turned.setColor(ChartStyle.TEXT);
        turned.translate(HeatLayout.MARGIN + 12, (layout.top() + layout.bottom()) / 2);
        turned.rotate(-Math.PI / 2);
        turned.drawString(yTitle, -turned.getFontMetrics().stringWidth(yTitle) / 2f, 0);
        turned.dispose();
    }

    void rows(List<String> names) {
        double height = (layout.bottom() - layout.top()) / names.size();
        graphics.setFont(ChartStyle.LABEL);
        graphics.setColor(ChartStyle.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < names.size(); i++) {
            double right = layout.left() - HeatLayout.LABEL_GAP - metrics.stringWidth(names.get(i));
            graphics.drawString(names.get(i), (float) right, baseline(metrics, layout.top() + (i + 0.5) * height));
        }
    }

    void panel(HeatPanel panel, int index) {
        double left = layout.panelLeft(index), middle = left + layout.panelWidth() / 2;
        centered(panel.title(), ChartStyle.LABEL, ChartStyle.TEXT, middle, layout.top() - 9);
        double width = layout.panelWidth() / panel.columns().size();
        double height = (layout.bottom() - layout.top()) / panel.values().length;
        boolean written = fits(panel, width, height);
        for (int i = 0; i < panel.values().length; i++)
            for (int j = 0; j < panel.columns().size(); j++)
                cell(
                        panel.values()[i][j],
                        new Rectangle2D.Double(left + j * width, layout.top() + i * height, width, height),
                        written);
        for (int j = 0; j < panel.columns().size(); j++) column(panel.columns().get(j), left + (j + 0.5) * width);
        centered(panel.xTitle(), ChartStyle.LABEL, ChartStyle.TEXT, middle, xTitleBaseline());
    }

    private double xTitleBaseline() {
        return layout.bottom() + (layout.slanted() ? 130 : 42);
    }

    private void cell(double value, Rectangle2D cell, boolean written) {
        graphics.setColor(scale.at(value));
        graphics.fill(new Rectangle2D.Double(cell.getX(), cell.getY(), cell.getWidth() - 1, cell.getHeight() - 1));
        if (!written) return;
        FontMetrics metrics = graphics.getFontMetrics(ChartStyle.SUBTITLE);
        graphics.setFont(ChartStyle.SUBTITLE);
        centered(
                text(value),
                ChartStyle.SUBTITLE,
                scale.textOn(value),
                cell.getCenterX(),
                baseline(metrics, cell.getCenterY()));
    }

    /** Zeros are left to their colour: a field of them hides the rest. */
    private static String text(double value) {
        if (Double.isNaN(value)) return "–";
        long rounded = Math.round(value);
        return rounded == 0 ? "" : String.valueOf(rounded);
    }

    private boolean fits(HeatPanel panel, double width, double height) {
        FontMetrics metrics = graphics.getFontMetrics(ChartStyle.SUBTITLE);
        return width > metrics.stringWidth("100") && height > metrics.getAscent() + 2;
    }

    private void column(String name, double middle) {
        double below = layout.bottom() + 6;
        if (!layout.slanted()) {
            centered(name, ChartStyle.LABEL, ChartStyle.TEXT, middle, below + 13);
            return;
        }
        Graphics2D turned = (Graphics2D) graphics.create();
        turned.setFont(ChartStyle.SUBTITLE);
        turned.setColor(ChartStyle.TEXT);
        turned.translate(middle + 4, below + 4);
        turned.rotate(SLANT);
        turned.drawString(name, -turned.getFontMetrics().stringWidth(name), 4);
        turned.dispose();
    }

    /** A bar of all colours with its values. */
    void legend() {
        double left = layout.legendLeft() + 16;
        double height = layout.bottom() - layout.top();
        double step = height / LEGEND_STEPS;
        for (int i = 0; i < LEGEND_STEPS; i++) {
            graphics.setColor(scale.at(value((i + 0.5) / LEGEND_STEPS)));
            double top = layout.bottom() - (i + 1) * step;
            graphics.fill(new Rectangle2D.Double(left, top, LEGEND_BAR, step + (i == 0 ? 0 : 0.5)));
        }
        graphics.setFont(ChartStyle.SUBTITLE);
        graphics.setColor(ChartStyle.TEXT);
        for (int i = 0; i <= LEGEND_TICKS; i++) {
            double share = (double) i / LEGEND_TICKS;
            String label = Math.round(value(share)) + (i == LEGEND_TICKS ? " %" : "");
            graphics.drawString(
                    label,
                    (float) left + LEGEND_BAR + 6,
                    baseline(graphics.getFontMetrics(), layout.bottom() - share * height));
        }
    }

    private double value(double share) {
        return scale.least() + share * (scale.most() - scale.least());
    }

    private void centered(String text, Font font, Color color, double middle, double baseline) {
        if (text.isEmpty()) return; // SVG has no use for it
        graphics.setFont(font);
        graphics.setColor(color);
        float left = (float) middle - graphics.getFontMetrics().stringWidth(text) / 2f;
        graphics.drawString(text, left, (float) baseline);
    }

    private static float baseline(FontMetrics metrics, double middle) {
        return (float) middle + metrics.getAscent() / 2f - 2;
    }
}
