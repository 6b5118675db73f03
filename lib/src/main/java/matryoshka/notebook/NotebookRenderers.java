package matryoshka.notebook;

import java.util.Base64;
import java.util.Map;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/**
 * The JJava extension that gives notebooks their output: a Tablesaw table as HTML, a chart as PNG (JupyterLab hides SVG
 * in notebooks it does not trust), each with a plain text that stays the same from run to run. Found by ServiceLoader.
 */
public final class NotebookRenderers implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        renderer.createRegistration(Table.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register(NotebookRenderers::renderTable);
        renderer.createRegistration(Chart.class)
                .preferring(MIMEType.IMAGE_PNG)
                .supporting(MIMEType.TEXT_PLAIN)
                .register(NotebookRenderers::renderChart);
        renderer.createRegistration(ProgressLine.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register(NotebookRenderers::renderProgress);
    }

    private static void renderTable(Table table, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> HtmlTable.of(table));
        describe(context, "Table: " + table.rowCount() + " rows × " + table.columnCount() + " columns");
    }

    private static void renderChart(Chart<?, ?> chart, RenderContext context) {
        context.renderIfRequested(MIMEType.IMAGE_PNG, (type, output) -> {
            output.putData(type, Base64.getEncoder().encodeToString(ChartImage.png(chart)));
            output.putMetaData(type, Map.of("width", chart.getWidth(), "height", chart.getHeight()));
        });
        describe(context, ChartImage.label(chart));
    }

    private static void renderProgress(ProgressLine line, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, line::html);
        describe(context, line.text());
    }

    private static void describe(RenderContext context, String label) {
        DisplayData output = context.getOutputContainer();
        output.putText(label);
    }
}
