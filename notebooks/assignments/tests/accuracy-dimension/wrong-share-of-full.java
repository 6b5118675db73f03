// Takes points for percent of the value at full dim: 1 point of 76.8 % would be 0.8.
// points: 8

// cell: smallest-within
int smallestWithin(DimensionCurve curve, double points) {
    double full = mean(curve.values().get(curve.dims().full()));
    return curve.dims().dims().stream()
            .filter(dim -> mean(curve.values().get(dim)) >= full * (1 - points / 100))
            .findFirst().orElseThrow();
}
