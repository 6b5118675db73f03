package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
import matryoshka.NestingDims;
import matryoshka.evaluate.AdaptiveClassifier;
import matryoshka.evaluate.AdaptiveScore;

/** Adaptive classification of models with heads at several dims, allowed to go up to each of the dims in turn. */
final class AdaptiveDims<X> implements Further<X> {
    @Override
    public List<Measurement> measure(Trained<X> trained) {
        NestingDims dims = trained.model().config().dims();
        List<Measurement> found = new ArrayList<>();
        for (int most = 2; most <= dims.size(); most++) {
            NestingDims some = new NestingDims(dims.dims().subList(0, most));
            AdaptiveScore score =
                    AdaptiveClassifier.evaluate(trained.model().heads(), trained.queries(), some, trained.seed());
            String method = trained.method();
            found.add(new Measurement(method, some.full(), Measurement.ADAPTIVE_ACCURACY, score.accuracy()));
            found.add(new Measurement(method, some.full(), Measurement.ADAPTIVE_ORACLE, score.oracle()));
            found.add(new Measurement(method, some.full(), Measurement.EXPECTED_DIMS, score.expectedDims()));
            found.add(new Measurement(method, some.full(), Measurement.CUMULATIVE_DIMS, score.cumulativeDims()));
        }
        return found;
    }
}
