package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import matryoshka.NestingDims;
import matryoshka.evaluate.AdaptiveClassifier;
import matryoshka.evaluate.AdaptiveScore;
import matryoshka.model.NestedHeads;

/**
 * Adaptive classification of models with heads at several dims: by the paper's thresholds, allowed to go up to each of the
 * dims in turn, and with each of the dims as the budget to be spent on average.
 */
final class AdaptiveDims<X> implements Further<X> {
    @Override
    public List<Measurement> measure(Trained<X> trained) {
        NestedHeads heads = trained.model().heads();
        NestingDims dims = trained.model().config().dims();
        String method = trained.method();
        List<Measurement> found = new ArrayList<>();
        for (int most = 2; most <= dims.size(); most++) {
            NestingDims some = new NestingDims(dims.dims().subList(0, most));
            AdaptiveScore score = AdaptiveClassifier.evaluate(heads, trained.queries(), some, trained.seed());
            found.addAll(measurements(method, some.full(), score, UnaryOperator.identity()));
            found.add(new Measurement(method, some.full(), Measurement.ADAPTIVE_ORACLE, score.oracle()));
        }
        for (int budget : dims.dims().subList(0, dims.size() - 1)) {
            AdaptiveScore score = AdaptiveClassifier.evaluate(heads, trained.queries(), dims, budget, trained.seed());
            found.addAll(measurements(method, budget, score, metric -> Measurement.under(metric, Measurement.BUDGET)));
        }
        return found;
    }

    private static List<Measurement> measurements(
            String method, int dim, AdaptiveScore score, UnaryOperator<String> named) {
        return List.of(
                new Measurement(method, dim, named.apply(Measurement.ADAPTIVE_ACCURACY), score.accuracy()),
                new Measurement(method, dim, named.apply(Measurement.EXPECTED_DIMS), score.expectedDims()),
                new Measurement(method, dim, named.apply(Measurement.CUMULATIVE_DIMS), score.cumulativeDims()));
    }
}
