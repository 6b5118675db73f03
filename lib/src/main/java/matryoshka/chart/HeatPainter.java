package matryoshka.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;

/** Draws the parts of a heat map. */
final class HeatPainter {
    private static final int LEGEND_STEPS = 100, LEGEND_BAR = 16, TITLE_BASELINE = 42;
    private static final List<Font> VALUES =
            List.of(ChartStyle.SUBTITLE, ChartStyle.SUBTITLE.deriveFont(11f), ChartStyle.SUBTITLE.deriveFont(10f));
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
        Optional<Font> font =
                VALUES.stream().filter(each -> fits(each, panel, width, height)).findFirst();
        for (int i = 0; i < panel.values().length; i++)
            for (int j = 0; j < panel.columns().size(); j++) {
                Rectangle2D cell = new Rectangle2D.Double(left + j * width, layout.top() + i * height, width, height);
                double value = panel.values()[i][j];
                graphics.setColor(scale.at(value));
                graphics.fill(new Rectangle2D.Double(cell.getX(), cell.getY(), width - 1, height - 1));
                if (font.isPresent()) write(panel.text(i, j), font.get(), scale.textOn(value), cell);
            }
        for (int j = 0; j < panel.columns().size(); j++) column(panel.columns().get(j), left + (j + 0.5) * width);
        centered(panel.xTitle(), ChartStyle.LABEL, ChartStyle.TEXT, middle, layout.xTitleBaseline());
    }

    private void write(String text, Font font, Color color, Rectangle2D cell) {
        double baseline = baseline(graphics.getFontMetrics(font), cell.getCenterY());
        centered(text, font, color, cell.getCenterX() - 0.5, baseline);
    }

    private boolean fits(Font font, HeatPanel panel, double width, double height) {
        FontMetrics metrics = graphics.getFontMetrics(font);
        int widest = panel.texts().mapToInt(metrics::stringWidth).max().orElse(0);
        return width >= widest + 3 && height > metrics.getAscent() + 2;
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
        for (double tick : scale.ticks()) {
            double share = (tick - scale.least()) / (scale.most() - scale.least());
            graphics.drawString(
                    Math.round(tick) + (share == 1 ? " %" : ""),
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
