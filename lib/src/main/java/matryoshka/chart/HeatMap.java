package matryoshka.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/**
 * Values in percent as colours, one or more fields of cells side by side over the same rows and on the same scale; the
 * value is written into every cell that has the room. XChart's own heat maps know neither subtitles nor missing values.
 */
public final class HeatMap extends Chart<XYStyler, XYSeries> implements Subtitled {
    private final String subtitle;
    private final List<String> rows;
    private final List<HeatPanel> panels;
    private final ColorScale scale;

    HeatMap(String title, String subtitle, String yTitle, List<String> rows, List<HeatPanel> panels, ColorScale scale) {
        super(ChartStyle.WIDTH, HeatLayout.height(rows, panels), new XYStyler());
        for (HeatPanel panel : panels)
            if (panel.values().length != rows.size() || rows.isEmpty())
                throw new IllegalArgumentException("a heat map needs values for each of its rows, at least one, got "
                        + panel.values().length + " for " + rows);
        setTitle(title);
        setYAxisTitle(yTitle);
        setXAxisTitle(panels.getFirst().xTitle());
        this.subtitle = subtitle;
        this.rows = List.copyOf(rows);
        this.panels = List.copyOf(panels);
        this.scale = scale;
    }

    @Override
    public String subtitle() {
        return subtitle;
    }

    /** What the rows are, from top to bottom. */
    public List<String> rows() {
        return rows;
    }

    /** What the columns of a field are, the fields counted from the left. */
    public List<String> columns(int field) {
        return panels.get(field).columns();
    }

    /** The value of a cell in percent; NaN if it has none. */
    public double value(int field, int row, int column) {
        return panels.get(field).values()[row][column];
    }

    /** The colour of a cell. */
    public Color color(int field, int row, int column) {
        return scale.at(value(field, row, column));
    }

    /** The values of the palest and the darkest colour. */
    ColorScale scale() {
        return scale;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        HeatLayout layout = HeatLayout.of(graphics, width, height, rows, panels);
        HeatPainter painter = new HeatPainter(graphics, layout, scale);
        painter.titles(getTitle(), subtitle, getYAxisTitle());
        painter.rows(rows);
        for (int i = 0; i < panels.size(); i++) painter.panel(panels.get(i), i);
        painter.legend();
    }
}
