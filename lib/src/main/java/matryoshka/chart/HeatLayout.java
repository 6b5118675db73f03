package matryoshka.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/**
 * Where the parts of a heat map lie, in pixels from its upper left corner.
 *
 * @param left where the first field starts
 * @param top where the fields start
 * @param panelWidth of each field
 * @param gap between the fields
 */
record HeatLayout(int width, double left, double top, double bottom, double panelWidth, double gap, boolean slanted) {
    static final int MARGIN = 14, LABEL_GAP = 8, LEGEND_WIDTH = 86, Y_TITLE = 24;
    private static final int HEADER = 92, PANEL_TITLE = 26, FOOTER = 58, SLANTED = 92, GAP = 26;
    private static final int TALLEST = 46, LOWEST = 21, FIELD = 400;

    /** Rows are lower the more there are, but never too low for their names. */
    static int height(List<String> rows, List<HeatPanel> panels) {
        int row = Math.clamp(FIELD / Math.max(1, rows.size()), LOWEST, TALLEST);
        return (int) Math.ceil(top(panels)) + row * rows.size() + footer(panels);
    }

    static HeatLayout of(Graphics2D graphics, int width, int height, List<String> rows, List<HeatPanel> panels) {
        FontMetrics metrics = graphics.getFontMetrics(ChartStyle.LABEL);
        int names = rows.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        double left = MARGIN + Y_TITLE + names + LABEL_GAP;
        double all = width - left - LEGEND_WIDTH - GAP;
        double panelWidth = (all - (panels.size() - 1) * GAP) / panels.size();
        double bottom = height - footer(panels);
        return new HeatLayout(width, left, top(panels), bottom, panelWidth, GAP, isSlanted(panels));
    }

    private static double top(List<HeatPanel> panels) {
        return HEADER + (panels.stream().allMatch(panel -> panel.title().isEmpty()) ? 0 : PANEL_TITLE);
    }

    private static int footer(List<HeatPanel> panels) {
        return isSlanted(panels) ? FOOTER + SLANTED : FOOTER;
    }

    private static boolean isSlanted(List<HeatPanel> panels) {
        return panels.stream().anyMatch(HeatPanel::hasLongColumns);
    }

    double panelLeft(int panel) {
        return left + panel * (panelWidth + gap);
    }

    /** The room right of the fields. */
    double legendLeft() {
        return width - LEGEND_WIDTH;
    }
}
