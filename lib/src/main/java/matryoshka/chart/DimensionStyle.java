package matryoshka.chart;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The colour and marker of a nesting dim among its like: from orange for the smallest to near black for the full dim,
 * always darker, so that the order can be seen in grey and by the colour-blind, too.
 */
record DimensionStyle(Color color, Marker marker) {
    private static final List<Color> RAMP =
            List.of(new Color(245, 165, 20), new Color(225, 90, 70), new Color(150, 35, 130), new Color(15, 10, 60));
    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.CROSS,
            SeriesMarkers.TRAPEZOID,
            SeriesMarkers.PLUS);

    /** @param dims ascending */
    static Map<Integer, DimensionStyle> of(List<Integer> dims) {
        Map<Integer, DimensionStyle> styles = new TreeMap<>();
        for (int i = 0; i < dims.size(); i++) {
            double share = dims.size() == 1 ? 1 : i / (dims.size() - 1.0);
            styles.put(dims.get(i), new DimensionStyle(Ramp.at(RAMP, share), MARKERS.get(i % MARKERS.size())));
        }
        return styles;
    }
}
