package matryoshka.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.evaluate.Interval;
import matryoshka.evaluate.PrecisionScore;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What a byte buys: 1-NN accuracy over bytes a vector on a log axis, a line a precision, its dims beside the points. The
 * broad band joins the points that none beats in both.
 */
public final class ParetoChart {
    private static final double SIDE_MARGIN = 0.4; // of a doubling
    private static final double LABEL_HEIGHT = 0.032; // above the point, of the plot's height
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
        label(chart, scores);
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

    private static void label(XYChart chart, List<PrecisionScore> scores) {
        double height = chart.getStyler().getYAxisMax() - chart.getStyler().getYAxisMin();
        chart.getStyler().setAnnotationTextFont(ChartStyle.SUBTITLE).setAnnotationTextFontColor(ChartStyle.SOFT_TEXT);
        for (PrecisionScore score : scores)
            chart.addAnnotation(new AnnotationText(
                    score.dim() + "",
                    DimensionAxis.position(score.bytesPerVector()),
                    100 * score.oneNn() + LABEL_HEIGHT * height,
                    false));
    }
}
