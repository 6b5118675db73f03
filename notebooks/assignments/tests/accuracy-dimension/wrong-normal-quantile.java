// 1.96 standard errors, the normal distribution's: half as wide as three seeds allow, and so MRL wins too often.
// points: 4

// cell: half-width
double halfWidth(List<Double> seeds) {
    double mean = mean(seeds), squares = 0;
    for (double x : seeds) squares += (x - mean) * (x - mean);
    return 1.96 * Math.sqrt(squares / (seeds.size() - 1) / seeds.size());
}
