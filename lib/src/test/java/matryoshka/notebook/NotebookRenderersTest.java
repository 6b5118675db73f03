package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class NotebookRenderersTest {
    private final Renderer renderer = new Renderer();

    NotebookRenderersTest() {
        NotebookRenderers.register(renderer);
    }

    @Test
    void the_kernel_finds_the_renderers_as_a_service() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(NotebookRenderers.class);
    }

    @Test
    void a_table_becomes_escaped_html_and_a_stable_label() {
        Table table = Table.create(
                StringColumn.create("a & b", "<script>\"x\"</script>"), DoubleColumn.create("score", 0.25));
        DisplayData output = renderer.render(table);
        assertThat(output.getData(MIMEType.TEXT_HTML).toString())
                .contains("<th style=\"text-align: left\">a &amp; b</th>")
                .contains("&lt;script&gt;&quot;x&quot;&lt;/script&gt;")
                .contains("<td style=\"text-align: right\">0.2500</td>")
                .doesNotContain("<script>");
        assertThat(output.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Table: 1 rows × 2 columns");
    }

    @Test
    void a_long_table_shows_its_first_rows_and_counts_the_rest() {
        String html = HtmlTable.of(Table.create(IntColumn.indexColumn("n", HtmlTable.MAX_ROWS + 7, 0)));
        assertThat(html.lines().filter(line -> line.contains("<td"))).hasSize(HtmlTable.MAX_ROWS);
        assertThat(html).endsWith("<p>… 7 more rows</p>");
    }

    @Test
    void a_chart_becomes_a_png_shown_at_half_its_pixels() throws IOException {
        XYChart chart =
                new XYChartBuilder().width(300).height(200).title("loss").build();
        chart.addSeries("MRL", new double[] {1, 2}, new double[] {1, 2});
        DisplayData output = renderer.render(chart);
        byte[] png = Base64.getDecoder().decode((String) output.getData(MIMEType.IMAGE_PNG));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(600);
        assertThat(output.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Chart: loss, 300 × 200");
        assertThat(output.getData(MIMEType.IMAGE_SVG)).isNull();
        assertThat(new Gson().toJson(output)).contains("\"width\":300", "\"height\":200");
    }

    @Test
    void a_progress_line_becomes_a_bar_before_its_text() {
        DisplayData output = renderer.render(new ProgressLine("step 5 of 20 <MRL>", 0.25));
        assertThat(output.getData(MIMEType.TEXT_HTML).toString())
                .startsWith("<progress value=\"0.25\"")
                .contains("step 5 of 20 &lt;MRL&gt;");
        assertThat(output.getData(MIMEType.TEXT_PLAIN)).isEqualTo("step 5 of 20 <MRL>");
    }
}
