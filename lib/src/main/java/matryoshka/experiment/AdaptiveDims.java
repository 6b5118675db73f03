package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
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
        List<Measurement> found = new ArrayList<>();
        for (int most = 2; most <= dims.size(); most++) {
            NestingDims some = new NestingDims(dims.dims().subList(0, most));
            AdaptiveScore score = AdaptiveClassifier.evaluate(heads, trained.queries(), some, trained.seed());
            String method = trained.method();
            found.add(new Measurement(method, some.full(), Measurement.ADAPTIVE_ACCURACY, score.accuracy()));
            found.add(new Measurement(method, some.full(), Measurement.ADAPTIVE_ORACLE, score.oracle()));
            found.add(new Measurement(method, some.full(), Measurement.EXPECTED_DIMS, score.expectedDims()));
            found.add(new Measurement(method, some.full(), Measurement.CUMULATIVE_DIMS, score.cumulativeDims()));
        }
        for (int budget : dims.dims().subList(0, dims.size() - 1)) found.addAll(spent(trained, budget));
        return found;
    }

    private List<Measurement> spent(Trained<X> trained, int budget) {
        AdaptiveScore score = AdaptiveClassifier.evaluate(
                trained.model().heads(),
                trained.queries(),
                trained.model().config().dims(),
                budget,
                trained.seed());
        return List.of(
                budgeted(trained, budget, Measurement.ADAPTIVE_ACCURACY, score.accuracy()),
                budgeted(trained, budget, Measurement.EXPECTED_DIMS, score.expectedDims()),
                budgeted(trained, budget, Measurement.CUMULATIVE_DIMS, score.cumulativeDims()));
    }

    private Measurement budgeted(Trained<X> trained, int budget, String metric, double value) {
        return new Measurement(trained.method(), budget, Measurement.under(metric, Measurement.BUDGET), value);
    }
}
