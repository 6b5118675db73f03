package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The colour and marker of a method: the same in every chart, apart in grey print by the marker. Colours of Okabe and
 * Ito's palette, which the colour-blind tell apart; its yellow and sky blue are too faint on white for lines.
 */
enum MethodStyle {
    BLUE(new Color(0, 114, 178), SeriesMarkers.CIRCLE),
    VERMILLION(new Color(213, 94, 0), SeriesMarkers.SQUARE),
    GREEN(new Color(0, 158, 115), SeriesMarkers.TRIANGLE_UP),
    PURPLE(new Color(204, 121, 167), SeriesMarkers.DIAMOND),
    ORANGE(new Color(230, 159, 0), SeriesMarkers.TRIANGLE_DOWN),
    BLACK(new Color(0, 0, 0), SeriesMarkers.CROSS),
    GREY(new Color(120, 120, 120), SeriesMarkers.PLUS);

    private final Color color;
    private final Marker marker;

    MethodStyle(Color color, Marker marker) {
        this.color = color;
        this.marker = marker;
    }

    Color color() {
        return color;
    }

    Marker marker() {
        return marker;
    }

    /** Draws a line and its markers in this style. */
    void apply(XYSeries series, BasicStroke stroke) {
        series.setLineStyle(stroke);
        series.setLineColor(color);
        series.setMarker(marker);
        series.setMarkerColor(color);
    }

    /** Known methods have their own style; others take what is left, in order of appearance. */
    static Map<String, MethodStyle> of(List<String> methods) {
        Map<String, MethodStyle> styles = new LinkedHashMap<>();
        Map<MethodStyle, String> taken = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String method : methods) {
            MethodStyle own = known(method.toLowerCase(Locale.ROOT));
            if (own != null && taken.putIfAbsent(own, method) == null) styles.put(method, own);
            else unknown.add(method);
        }
        for (String method : unknown) styles.put(method, firstFree(taken, method));
        return styles;
    }

    private static MethodStyle known(String method) {
        if (method.startsWith("mrl-e")) return GREEN;
        if (method.startsWith("mrl") || method.startsWith("matryoshka")) return BLUE;
        if (method.startsWith("plain")) return VERMILLION;
        if (method.startsWith("ff") || method.startsWith("fixed")) return PURPLE;
        if (method.startsWith("pca") || method.startsWith("svd")) return ORANGE;
        return method.startsWith("random") ? BLACK : null;
    }

    private static MethodStyle firstFree(Map<MethodStyle, String> taken, String method) {
        for (MethodStyle style : values()) if (taken.putIfAbsent(style, method) == null) return style;
        throw new IllegalArgumentException("a chart shows at most " + values().length
                + " methods, no colour is left for \"" + method + "\": draw two charts");
    }
}
