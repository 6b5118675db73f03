// Right, in other words than the model solution.
// points: 10

// cell: smallest-within
int smallestWithin(DimensionCurve curve, double points) {
    int smallest = curve.dims().full();
    double full = mean(curve.values().get(smallest));
    for (int dim : curve.dims().dims().reversed())
        if (full - mean(curve.values().get(dim)) <= points / 100) smallest = dim;
    return smallest;
}

// cell: ratio-to-full
double ratioToFull(DimensionCurve curve, int dim) {
    List<Double> ratios = new ArrayList<>();
    Iterator<Double> full = curve.values().get(curve.values().lastKey()).iterator();
    for (double value : curve.values().get(dim)) ratios.add(value / full.next());
    return mean(ratios);
}

// cell: half-width
double halfWidth(List<Double> seeds) {
    double mean = mean(seeds);
    double variance = seeds.stream().mapToDouble(x -> Math.pow(x - mean, 2)).sum() / (seeds.size() - 1);
    return TDistribution.of(seeds.size() - 1).inverseCumulativeProbability(0.975) * Math.sqrt(variance / seeds.size());
}

// cell: not-won
List<Integer> notWon(DimensionCurve mrl, DimensionCurve baseline) {
    return mrl.dims().dims().stream().filter(dim -> {
        List<Double> a = mrl.values().get(dim), b = baseline.values().get(dim);
        return mean(a) - mean(b) <= halfWidth(a) + halfWidth(b);
    }).toList();
}
