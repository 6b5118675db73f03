// Compares the means and leaves the intervals out.
// points: 7

// cell: not-won
List<Integer> notWon(DimensionCurve mrl, DimensionCurve baseline) {
    return mrl.dims().dims().stream()
            .filter(dim -> mean(mrl.values().get(dim)) <= mean(baseline.values().get(dim)))
            .toList();
}
