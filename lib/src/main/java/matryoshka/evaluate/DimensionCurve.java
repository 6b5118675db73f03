package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.NestingDims;

/**
 * One metric of one method over dims: what a line of a chart shows.
 *
 * @param values by dim, one a seed, in the order of the seeds
 */
public record DimensionCurve(String method, String metric, SortedMap<Integer, List<Double>> values) {
    public DimensionCurve {
        if (values.isEmpty())
            throw new IllegalArgumentException(
                    "a curve needs a value at one dim at least, got none of " + method + ", " + metric);
        TreeMap<Integer, List<Double>> copy = new TreeMap<>(values);
        copy.replaceAll((dim, seeds) -> List.copyOf(seeds));
        values = Collections.unmodifiableSortedMap(copy);
    }

    public NestingDims dims() {
        return new NestingDims(List.copyOf(values.keySet()));
    }

    /** The mean at a dim over seeds, with its interval by Student's t. */
    public Interval at(int dim) {
        List<Double> seeds = values.get(dim);
        if (seeds == null)
            throw new IllegalArgumentException(
                    metric + " of " + method + " was not measured at " + dim + " dims: choose one of " + dims());
        return Interval.of(seeds.stream().mapToDouble(x -> x).toArray());
    }

    /** Every value as a share of that at the largest dim, seed by seed. */
    public DimensionCurve ratioToFull() {
        List<Double> full = values.get(values.lastKey());
        SortedMap<Integer, List<Double>> ratios = new TreeMap<>();
        values.forEach((dim, seeds) -> {
            if (seeds.size() != full.size())
                throw new IllegalArgumentException("ratios are taken seed by seed: " + method + " has " + seeds.size()
                        + " values at " + dim + " dims and " + full.size() + " at " + values.lastKey());
            List<Double> of = new ArrayList<>();
            for (int i = 0; i < seeds.size(); i++) of.add(seeds.get(i) / full.get(i));
            ratios.put(dim, of);
        });
        return new DimensionCurve(method, metric + " by that at full dim", ratios);
    }
}
