package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class ResultsChartsTest {
    private final List<ResultRow> rows = new ArrayList<>();

    private void measured(String method, String metric, int... dims) {
        for (int dim : dims)
            for (int seed = 0; seed < 2; seed++)
                rows.add(new ResultRow("t", method, dim, seed, metric, 0.5 + dim / 100.0 + seed / 50.0, "r"));
    }

    private Map<String, XYChart> charts() {
        return ResultsCharts.of(new Results(rows), "n = 5");
    }

    @Test
    void a_classification_study_is_drawn_metric_by_metric_with_all_its_methods() {
        measured("MRL", "top1", 8, 16);
        measured("MRL-slow", "top1", 8, 16); // a variant: compared elsewhere
        measured("plain", "top1", 8, 16);
        measured("SVD", "top1", 8, 16);
        measured("FF-8", "top1", 8);
        measured("MRL", "1-NN", 8, 16);
        measured("SVD", "1-NN", 8, 16);
        for (String each : List.of("accuracy", "oracle", "expected dims", "cumulative dims"))
            measured("MRL", "adaptive " + each, 16);

        assertThat(charts().keySet()).containsExactly("top1", "1-NN", "adaptive");
        assertThat(charts().get("top1").getSeriesMap().keySet()).containsExactly("FF", "MRL", "plain", "SVD");
        assertThat(charts().get("1-NN").getSeriesMap().keySet()).containsExactly("MRL");
    }

    @Test
    void other_studies_are_drawn_by_what_they_measured_first() {
        measured("MRL", "recall@10", 8, 16);
        measured("plain", "recall@10", 8, 16);
        measured("MRL", "recall@1", 8, 16);
        assertThat(charts().keySet()).containsExactly("recall-at-10");
        assertThat(charts().get("recall-at-10").getSeriesMap().keySet()).containsExactly("MRL", "plain");
    }

    @Test
    void no_results_and_methods_without_a_style_are_no_charts() {
        assertThat(charts()).isEmpty();
        measured("something", "recall@10", 8);
        assertThat(charts()).isEmpty();
    }
}
