package matryoshka.chart;

import java.awt.Dimension;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A chart drawn into an SVG document. XChart draws its texts as outlines, so title and description say them again for
 * those who search or listen.
 */
final class SvgDrawing {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private final SVGGraphics2D graphics;
    private final Element root;

    private SvgDrawing(SVGGraphics2D graphics, Element root) {
        this.graphics = graphics;
        this.root = root;
    }

    static SvgDrawing of(Chart<?, ?> chart) {
        Document document = emptyDocument();
        SvgGraphics graphics = new SvgGraphics(document);
        graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        Element root = graphics.getRoot();
        graphics.fitTexts(root);
        root.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
        root.insertBefore(text(document, "desc", description(chart)), root.getFirstChild());
        root.insertBefore(text(document, "title", chart.getTitle()), root.getFirstChild());
        return new SvgDrawing(graphics, root);
    }

    void writeTo(OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        graphics.stream(root, writer, true, false);
        writer.flush();
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK makes no XML documents", e);
        }
    }

    private static Element text(Document document, String name, String content) {
        Element element = document.createElementNS(SVG, name);
        element.appendChild(document.createTextNode(content));
        return element;
    }

    private static String description(Chart<?, ?> chart) {
        if (chart instanceof ChartPanels panels)
            return panels.panels().stream()
                    .map(panel -> panel.getTitle() + ": " + description(panel))
                    .collect(Collectors.joining("; "));
        String subtitle = chart instanceof Subtitled subtitled ? subtitled.subtitle() : "";
        return Stream.of(subtitle, chart.getXAxisTitle(), chart.getYAxisTitle(), legend(chart))
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String legend(Chart<?, ?> chart) {
        return String.join(", ", chart.getSeriesMap().keySet());
    }
}
