package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The one look of all charts. */
final class ChartStyle {
    static final int WIDTH = 960, HEIGHT = 540, SUBTITLE_BASELINE = 70, PANEL_HEIGHT = 420;
    static final Color TEXT = new Color(0x22, 0x22, 0x22), SOFT_TEXT = new Color(0x55, 0x55, 0x55);
    static final Color INVISIBLE = new Color(0, true);
    static final Color GRID_VEIL = new Color(0, 0, 0, 29); // on white as the grid, over lines hardly seen
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
    static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final float LINE_WIDTH = 2.2f;
    static final BasicStroke SOLID = new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 5}, 0);

    static final BasicStroke DOTTED =
            new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, new float[] {1, 6}, 0);
    static final List<BasicStroke> STROKES = List.of(SOLID, DASHED, DOTTED);

    private static final Color GRID = new Color(0xe2, 0xe2, 0xe2);

    private ChartStyle() {}

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(TEXT)
                .setChartTitleFont(TITLE)
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(26) // below the title: room for a subtitle
                .setChartPadding(10)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendLayout(LegendLayout.Vertical)
                .setLegendFont(LABEL)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPadding(12)
                .setLegendSeriesLineLength(44)
                .setPlotContentSize(1)
                .setMarkerSize(9)
                .setAntiAlias(true);
        styler.setAxisTitleFont(LABEL)
                .setAxisTickLabelsFont(LABEL)
                .setAxisTickLabelsColor(TEXT)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false)
                .setErrorBarsColorSeriesColor(true)
                .setPlotMargin(0);
    }
}
