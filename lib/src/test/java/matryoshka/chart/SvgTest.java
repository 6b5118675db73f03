package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.DimensionScore;
import matryoshka.evaluate.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgTest {
    private static final DimensionReport REPORT =
            new DimensionReport("MRL", 10, List.of(score(8, 0.5), score(16, 0.625), score(384, 0.75)));

    @TempDir
    Path folder;

    @Test
    void title_subtitle_axes_and_lines_are_said_and_ticks_written() throws Exception {
        Document svg = written(DimensionCharts.accuracy(List.of(REPORT), "Accuracy & <dims>", "n = 10 · 1 seed"));
        assertThat(texts(svg, "title")).containsExactly("Accuracy & <dims>");
        assertThat(texts(svg, "desc").getFirst())
                .contains("n = 10 · 1 seed", "embedding dimension", "accuracy (%)", "MRL · head", "MRL · 1-NN");
        assertThat(texts(svg, "text")).contains("n = 10 · 1 seed", "8", "16", "384");
    }

    @Test
    void the_size_is_the_chart_s() throws Exception {
        XYChart chart = DimensionCharts.accuracy(List.of(REPORT), "title", "subtitle");
        Document svg = written(chart);
        assertThat(svg.getDocumentElement().getAttribute("viewBox"))
                .isEqualTo("0 0 " + chart.getWidth() + " " + chart.getHeight());
    }

    @Test
    void texts_are_as_wide_as_they_were_drawn_whatever_the_reader_s_fonts() throws Exception {
        String longer = "a subtitle of many words", shorter = "few";
        double wide = width(longer), narrow = width(shorter);
        assertThat(wide / narrow).isBetween(4.0, 12.0);
        assertThat(wide).isBetween(80.0, 240.0); // 24 letters of 13 points
    }

    private double width(String subtitle) throws Exception {
        Document svg = written(DimensionCharts.accuracy(List.of(REPORT), "title", subtitle));
        NodeList all = svg.getElementsByTagNameNS("*", "text");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(text -> text.getTextContent().strip().equals(subtitle))
                .mapToDouble(text -> Double.parseDouble(text.getAttribute("textLength")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void panels_are_drawn_below_each_other_and_each_is_said() throws Exception {
        XYChart above = DimensionCharts.accuracy(List.of(REPORT), "upper", "first subtitle");
        XYChart below = DimensionCharts.accuracy(List.of(REPORT), "lower", "second subtitle");
        Document svg = written(new ChartPanels("both", List.of(above, below)));
        assertThat(texts(svg, "title")).containsExactly("both");
        assertThat(texts(svg, "desc").getFirst()).contains("upper: first subtitle", "lower: second subtitle");
        assertThat(texts(svg, "text")).contains("first subtitle", "second subtitle");
        assertThat(texts(svg, "text").stream().filter("384"::equals)).hasSize(2);
    }

    @Test
    void a_chart_may_have_no_subtitle_and_a_plain_one_has_none() throws Exception {
        assertThat(texts(written(DimensionCharts.accuracy(List.of(REPORT), "", "")), "text"))
                .contains("384");
        XYChart plain = ScalingChart.of("scaling", "tokens", new double[] {1, 10}, new double[] {2, 20});
        assertThat(texts(written(plain), "desc").getFirst()).startsWith("tokens (log scale); milliseconds");
    }

    @Test
    void heat_maps_write_their_classes_and_values() throws Exception {
        SortedMap<Integer, ClassAccuracy> byDim = new TreeMap<>();
        byDim.put(8, ClassAccuracy.of(new int[] {0, 0, 1}, new int[] {0, 1, 1}, 2));
        byDim.put(16, ClassAccuracy.of(new int[] {0, 0, 1}, new int[] {0, 0, 1}, 2));
        Document svg = written(HeatMaps.confusion(byDim, List.of("Trouser", "Bag"), "confused", "n = 3"));
        assertThat(texts(svg, "title")).containsExactly("confused");
        assertThat(texts(svg, "desc").getFirst()).contains("n = 3", "predicted class", "true class");
        assertThat(texts(svg, "text")).contains("confused", "n = 3", "Trouser", "Bag", "8 dims", "50", "100");
    }

    @Test
    void a_chart_that_cannot_be_drawn_leaves_the_file_as_it_was() throws IOException {
        Path file = folder.resolve("chart.svg");
        Files.writeString(file, "before");
        XYChart broken = new SubtitledChart("title", "subtitle") {
            @Override
            public void paint(Graphics2D graphics, int width, int height) {
                throw new IllegalStateException("out of ink");
            }
        };
        assertThatThrownBy(() -> Charts.svg(broken, file)).hasMessage("out of ink");
        assertThat(file).hasContent("before");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private Document written(Chart<?, ?> chart) throws Exception {
        Path file = folder.resolve("figures/chart.svg");
        Charts.svg(chart, file);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    static List<String> texts(Document svg, String element) {
        NodeList found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", element);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent().strip())
                .toList();
    }

    private static DimensionScore score(int dim, double share) {
        return new DimensionScore(dim, Map.of(Metric.TOP1, share, Metric.ONE_NN, share - 0.125));
    }
}
