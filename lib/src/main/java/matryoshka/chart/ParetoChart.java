package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import matryoshka.evaluate.Interval;
import matryoshka.evaluate.PrecisionScore;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What a byte buys: 1-NN accuracy over bytes a vector on a log axis, a line a precision, its dims beside the points,
 * where there is room. The
 * broad band joins the points that none beats in both.
 */
public final class ParetoChart {
    private static final double SIDE_MARGIN = 0.4; // of a doubling
    private static final Rectangle2D.Double PLOT = new Rectangle2D.Double(0, 0, 710, 405); // about, in pixels
    private static final Color BAND = new Color(0xd9, 0xd9, 0xd9);
    private static final BasicStroke BROAD = new BasicStroke(13, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private ParetoChart() {}

    /** Scores by precision, such as those of {@link matryoshka.evaluate.PrecisionSweep}. */
    public static XYChart of(List<PrecisionScore> scores, String title, String subtitle) {
        if (scores.isEmpty()) throw new IllegalArgumentException("a chart needs at least one score, got none");
        TickedChart chart = new TickedChart(title, subtitle);
        chart.setXAxisTitle("bytes a vector (log scale)");
        chart.setYAxisTitle("1-NN accuracy (%)");
        scale(chart, scores);
        XYSeries band = add(chart, "Pareto front", front(scores));
        band.setMarker(SeriesMarkers.NONE);
        band.setLineColor(BAND);
        band.setLineStyle(BROAD);
        Map<String, List<PrecisionScore>> lines = new LinkedHashMap<>();
        for (PrecisionScore score : scores)
            lines.computeIfAbsent(score.precision(), precision -> new ArrayList<>())
                    .add(score);
        Map<String, MethodStyle> styles = MethodStyle.of(List.copyOf(lines.keySet()));
        lines.forEach((precision, line) -> styles.get(precision).apply(add(chart, precision, line), ChartStyle.SOLID));
        label(chart, scores, List.copyOf(lines.values()));
        return chart;
    }

    /** What no other is better than at as few bytes or fewer, by bytes. */
    static List<PrecisionScore> front(List<PrecisionScore> scores) {
        Comparator<PrecisionScore> smallFirst = Comparator.comparingDouble(PrecisionScore::bytesPerVector)
                .thenComparing(Comparator.comparingDouble(PrecisionScore::oneNn).reversed());
        List<PrecisionScore> front = new ArrayList<>();
        for (PrecisionScore score : scores.stream().sorted(smallFirst).toList())
            if (front.isEmpty() || score.oneNn() > front.getLast().oneNn()) front.add(score);
        return front;
    }

    private static XYSeries add(XYChart chart, String name, List<PrecisionScore> line) {
        return chart.addSeries(
                name,
                line.stream()
                        .mapToDouble(score -> DimensionAxis.position(score.bytesPerVector()))
                        .toArray(),
                line.stream().mapToDouble(score -> 100 * score.oneNn()).toArray());
    }

    private static void scale(TickedChart chart, List<PrecisionScore> scores) {
        PercentAxis shares = new PercentAxis();
        scores.forEach(score -> shares.show(Interval.of(score.oneNn())));
        shares.scale(chart);
        double[] at = scores.stream()
                .mapToDouble(score -> DimensionAxis.position(score.bytesPerVector()))
                .sorted()
                .toArray();
        SortedMap<Double, String> ticks = new TreeMap<>();
        for (int power = (int) Math.floor(at[0]); power <= at[at.length - 1]; power++)
            ticks.put((double) power, String.format("%,d", 1L << power));
        chart.xTicks(ticks);
        chart.getStyler().setXAxisMin(Math.floor(at[0]) - SIDE_MARGIN).setXAxisMax(at[at.length - 1] + SIDE_MARGIN);
    }

    /** Points of the front come first, should there not be room for all. */
    private static void label(XYChart chart, List<PrecisionScore> scores, List<List<PrecisionScore>> lines) {
        XYStyler styler = chart.getStyler();
        styler.setAnnotationTextFont(ChartStyle.SUBTITLE).setAnnotationTextFontColor(ChartStyle.SOFT_TEXT);
        double right = PLOT.width / (styler.getXAxisMax() - styler.getXAxisMin());
        double up = PLOT.height / (styler.getYAxisMax() - styler.getYAxisMin());
        Function<PrecisionScore, Point2D> pixel = score ->
                new Point2D.Double(right * DimensionAxis.position(score.bytesPerVector()), up * 100 * score.oneNn());
        PointLabels labels = new PointLabels();
        for (List<PrecisionScore> line : lines)
            labels.avoid(line.stream().map(pixel).toList());
        Set<PrecisionScore> byNeed = new LinkedHashSet<>(front(scores));
        byNeed.addAll(scores);
        for (PrecisionScore score : byNeed) {
            String text = String.valueOf(score.dim());
            labels.place(pixel.apply(score), text)
                    .ifPresent(at ->
                            chart.addAnnotation(new AnnotationText(text, at.getX() / right, at.getY() / up, false)));
        }
    }
}
