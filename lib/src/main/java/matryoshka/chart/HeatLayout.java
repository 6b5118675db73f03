package matryoshka.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.List;

/**
 * Where the parts of a heat map lie, in pixels from its upper left corner.
 *
 * @param left where the first field starts
 * @param top where the fields start
 * @param panelWidth of each field
 * @param gap between the fields
 * @param columnNames the height of the columns' names
 */
record HeatLayout(
        int width, double left, double top, double bottom, double panelWidth, double gap, double columnNames) {
    static final int MARGIN = 14, LABEL_GAP = 8, LEGEND_WIDTH = 86, Y_TITLE = 24;
    private static final int HEADER = 92, PANEL_TITLE = 26, LEVEL = 20, X_TITLE = 38, GAP = 26;
    private static final int TALLEST = 46, LOWEST = 21, FIELD = 400;

    /** Rows are lower the more there are, but never too low for their names. */
    static int height(List<String> rows, List<HeatPanel> panels) {
        int row = Math.clamp(FIELD / Math.max(1, rows.size()), LOWEST, TALLEST);
        return (int) Math.ceil(top(panels) + row * rows.size() + footer(panels));
    }

    static HeatLayout of(Graphics2D graphics, int width, int height, List<String> rows, List<HeatPanel> panels) {
        FontMetrics metrics = graphics.getFontMetrics(ChartStyle.LABEL);
        int names = rows.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        double left = MARGIN + Y_TITLE + names + LABEL_GAP;
        double all = width - left - LEGEND_WIDTH - GAP;
        double panelWidth = (all - (panels.size() - 1) * GAP) / panels.size();
        double bottom = height - footer(panels);
        return new HeatLayout(width, left, top(panels), bottom, panelWidth, GAP, columnNames(panels));
    }

    private static double top(List<HeatPanel> panels) {
        return HEADER + (panels.stream().allMatch(panel -> panel.title().isEmpty()) ? 0 : PANEL_TITLE);
    }

    private static double footer(List<HeatPanel> panels) {
        return columnNames(panels) + X_TITLE;
    }

    /** Long names are slanted by 45 degrees. */
    private static double columnNames(List<HeatPanel> panels) {
        if (panels.stream().noneMatch(HeatPanel::hasLongColumns)) return LEVEL;
        FontRenderContext unscaled = new FontRenderContext(null, true, true);
        double longest = panels.stream()
                .flatMap(panel -> panel.columns().stream())
                .mapToDouble(name ->
                        ChartStyle.SUBTITLE.getStringBounds(name, unscaled).getWidth())
                .max()
                .orElseThrow();
        return LEVEL + longest / Math.sqrt(2);
    }

    boolean slanted() {
        return columnNames > LEVEL;
    }

    double xTitleBaseline() {
        return bottom + columnNames + 22;
    }

    double panelLeft(int panel) {
        return left + panel * (panelWidth + gap);
    }

    /** The room right of the fields. */
    double legendLeft() {
        return width - LEGEND_WIDTH;
    }
}
