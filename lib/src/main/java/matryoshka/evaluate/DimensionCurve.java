package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import matryoshka.NestingDims;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

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

    /**
     * This less {@code other}, seed by seed, at the dims that both have: what the seeds share cancels out.
     *
     * @throws IllegalArgumentException if no dim is in both, or their seeds differ in number
     */
    public DimensionCurve minus(DimensionCurve other) {
        SortedMap<Integer, List<Double>> differences = new TreeMap<>();
        values.forEach((dim, seeds) -> {
            List<Double> others = other.values.get(dim);
            if (others == null) return;
            if (others.size() != seeds.size())
                throw new IllegalArgumentException("differences are taken seed by seed: " + method + " has "
                        + seeds.size() + " values at " + dim + " dims and " + other.method + " " + others.size());
            List<Double> of = new ArrayList<>();
            for (int i = 0; i < seeds.size(); i++) of.add(seeds.get(i) - others.get(i));
            differences.put(dim, of);
        });
        return new DimensionCurve(method + " − " + other.method, metric, differences);
    }

    /** Of shares, for reading: a row a dim, a column a curve, in percent as {@code mean ± half of the 95 % interval}. */
    public static Table table(List<DimensionCurve> curves) {
        SortedSet<Integer> dims = new TreeSet<>();
        for (DimensionCurve curve : curves) dims.addAll(curve.values.keySet());
        Table table = Table.create(
                "percent, mean ± half of the 95 % interval", IntColumn.create("dim", dims.toArray(new Integer[0])));
        for (DimensionCurve curve : curves)
            table.addColumns(StringColumn.create(
                    curve.method,
                    dims.stream()
                            .map(dim -> curve.values.containsKey(dim)
                                    ? curve.at(dim).percent()
                                    : "")));
        return table;
    }

    /** The smallest dim from which on the mean is at least {@code share} of that at the largest dim. */
    public int smallestKeeping(double share) {
        DimensionCurve ratios = ratioToFull();
        return smallestFrom(dim -> ratios.at(dim).mean() >= share).orElse(values.lastKey());
    }

    /** The smallest dim from which on {@code holds}, at it and at every larger one; empty if not at the largest. */
    public OptionalInt smallestFrom(IntPredicate holds) {
        OptionalInt smallest = OptionalInt.empty();
        for (int dim : dims().dims().reversed()) {
            if (!holds.test(dim)) break;
            smallest = OptionalInt.of(dim);
        }
        return smallest;
    }
}
