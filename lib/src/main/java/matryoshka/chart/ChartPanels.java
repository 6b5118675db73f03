package matryoshka.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/** Charts over the same steps, one below the other, as one chart; its own title is not drawn, theirs are. */
public final class ChartPanels extends Chart<XYStyler, XYSeries> {
    private final List<XYChart> panels;

    ChartPanels(String title, List<XYChart> panels) {
        super(ChartStyle.WIDTH, ChartStyle.PANEL_HEIGHT * panels.size(), new XYStyler());
        this.panels = List.copyOf(panels);
        setTitle(title);
    }

    /** From top to bottom. */
    public List<XYChart> panels() {
        return panels;
    }

    /** Says of every panel whose it is. */
    public void prefixTitles(String prefix) {
        setTitle(prefix + getTitle());
        for (XYChart panel : panels) panel.setTitle(prefix + panel.getTitle());
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int each = height / panels.size();
        for (int i = 0; i < panels.size(); i++) {
            Graphics2D part = (Graphics2D) graphics.create(0, i * each, width, each);
            panels.get(i).paint(part, width, each);
            part.dispose();
        }
    }
}
