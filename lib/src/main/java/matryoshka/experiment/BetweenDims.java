package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
import matryoshka.NestingDims;
import matryoshka.evaluate.DimensionEvaluator;

/** What MRL's prefixes are worth half-way between the dims it was trained for. */
final class BetweenDims<X> implements Further<X> {
    @Override
    public List<Measurement> measure(Trained<X> trained) {
        if (!trained.method().equals(Method.MRL)) return List.of();
        List<Integer> dims = trained.dims().dims(), between = new ArrayList<>();
        for (int i = 1; i < dims.size(); i++) between.add((dims.get(i - 1) + dims.get(i)) / 2);
        return Measurement.of(DimensionEvaluator.evaluate(
                Method.MRL + ", untrained dims",
                trained.model().heads(),
                trained.database(),
                trained.queries(),
                new NestingDims(between)));
    }
}
