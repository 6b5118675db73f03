package matryoshka.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.Metric;
import matryoshka.experiment.Results;
import org.knowm.xchart.XYChart;

/** The charts that say most of an experiment's results, the same for all experiments of a kind. */
public final class ResultsCharts {
    private static final String FIXED_FEATURE = "FF", SVD = "SVD";
    private static final List<String> METHODS =
            List.of(FIXED_FEATURE, "MRL", "MRL-E", "plain", "random", "PCA", SVD, "off-the-shelf");

    private ResultsCharts() {}

    /**
     * Of retrieval one chart. Of other results a metric over dims each, all methods in one, and adaptive classification
     * where it was measured.
     *
     * @param subtitle the examples and the seeds
     * @return charts by a word for a file's name, such as {@code top1}; none if there are no results
     */
    public static Map<String, XYChart> of(Results results, String subtitle) {
        Map<String, XYChart> charts = new LinkedHashMap<>();
        if (results.rows().isEmpty()) return charts;
        String first = results.rows().getFirst().metric();
        if (RetrievalChart.fits(results)) {
            charts.put("retrieval", RetrievalChart.of(results, first, "What better retrieval costs", subtitle));
            return charts;
        }
        for (String metric : metrics(results, first))
            charts.put(
                    metric.replace("@", "-at-"),
                    DimensionCharts.of(curves(results, metric), title(metric), subtitle, yTitle(metric)));
        if (AdaptiveChart.fits(results, "MRL"))
            charts.put("adaptive", AdaptiveChart.of(results, "MRL", "Adaptive classification", subtitle));
        return charts;
    }

    /** Of classification the head, the neighbours and the probe; else what was measured first. */
    private static List<String> metrics(Results results, String first) {
        List<String> main = new ArrayList<>(List.of(Metric.TOP1, Metric.ONE_NN, Metric.map(10), Metric.PROBE));
        main.removeIf(metric -> curves(results, metric).isEmpty());
        if (main.isEmpty() && !curves(results, first).isEmpty()) main.add(first);
        return main;
    }

    private static List<DimensionCurve> curves(Results results, String metric) {
        List<String> measured = results.methods(metric);
        List<DimensionCurve> curves = new ArrayList<>();
        for (String method : METHODS) {
            boolean crowded = method.equals(SVD) && !metric.equals(Metric.TOP1); // the classifier's own subspace
            if (method.equals(FIXED_FEATURE) && results.hasFixedFeatures(metric))
                curves.add(results.fixedFeatureCurve(metric));
            else if (measured.contains(method) && !crowded) curves.add(results.curve(method, metric));
        }
        return curves;
    }

    private static String title(String metric) {
        return switch (metric) {
            case Metric.TOP1 -> "Accuracy of the classifier";
            case Metric.ONE_NN -> "Accuracy of the nearest neighbour";
            case Metric.PROBE -> "Accuracy of a new linear classifier on every cut";
            default -> metric + " against dimension";
        };
    }

    private static String yTitle(String metric) {
        return switch (metric) {
            case Metric.TOP1 -> "top-1 accuracy (%)";
            case Metric.ONE_NN, Metric.PROBE -> "accuracy (%)";
            default -> metric + " (%)";
        };
    }
}
