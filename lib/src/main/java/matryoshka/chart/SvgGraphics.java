package matryoshka.chart;

import java.awt.Graphics;
import java.util.ArrayList;
import java.util.List;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Remembers how wide texts were meant, for whoever reads the file may have other fonts. */
final class SvgGraphics extends SVGGraphics2D {
    private final List<Integer> widths; // of the texts, as drawn; shared with copies

    SvgGraphics(Document document) {
        super(document);
        widths = new ArrayList<>();
    }

    private SvgGraphics(SvgGraphics other) {
        super(other);
        widths = other.widths;
    }

    @Override
    public Graphics create() {
        return new SvgGraphics(this);
    }

    @Override
    public void drawString(String text, float x, float y) {
        super.drawString(text, x, y);
        widths.add(getFontMetrics().stringWidth(text));
    }

    /** Makes every text below {@code root} as wide as it was meant. */
    void fitTexts(Element root) {
        NodeList texts = root.getElementsByTagNameNS("*", "text");
        if (texts.getLength() != widths.size())
            throw new IllegalStateException(texts.getLength() + " texts in the file, " + widths.size() + " drawn");
        for (int i = 0; i < widths.size(); i++) {
            Element text = (Element) texts.item(i);
            text.setAttribute("textLength", String.valueOf(widths.get(i)));
            text.setAttribute("lengthAdjust", "spacingAndGlyphs");
        }
    }
}
