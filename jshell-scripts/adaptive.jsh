// Adaptive classification: every text at as few dims as it needs, by the paper's thresholds and within a budget.
//   environment/jshell jshell-scripts/adaptive.jsh [folder]        a model of train.jsh; without one, trained first
// Half a minute on 2 cores, and 2 minutes more to train.
/open jshell-scripts/task.jsh

Opened opened = open(folder());
NestedHeads heads = opened.model().heads();
Embeddings test = opened.test(); // [Q, D]
NestingDims dims = opened.dims();
int full = dims.full();

// what adaptive classification measures, in the words of the experiments, for the chart
List<ResultRow> rows = new ArrayList<>();
void keep(int dim, String metric, double value) {
    rows.add(new ResultRow("adaptive", "MRL", dim, seed, metric, value, ""));
}

StringColumn rule = StringColumn.create("rule");
DoubleColumn expected = DoubleColumn.create("dims, mean"), read = DoubleColumn.create("read by heads, mean");
DoubleColumn accuracy = DoubleColumn.create("accuracy, %"), gain = DoubleColumn.create("gain, points");
void add(String name, double expectedDims, double cumulativeDims, double right, double rightAtFull) {
    rule.append(name);
    expected.append(tenths(expectedDims));
    read.append(tenths(cumulativeDims));
    accuracy.append(tenths(100 * right));
    gain.append(tenths(100 * (right - rightAtFull)));
}

// the baseline: the same number of dims for every text
double[] right(int dim) {
    int[] classes = heads.topClasses(test, dim);
    return IntStream.range(0, test.rows()).mapToDouble(i -> classes[i] == test.label(i) ? 1 : 0).toArray();
}
double share(double[] right) { return Arrays.stream(right).average().orElseThrow(); }
double[] rightAtFull = right(full);
double shareAtFull = share(rightAtFull);
for (int dim : dims.dims()) {
    double share = share(right(dim));
    keep(dim, Metric.TOP1, share);
    add("fixed, " + dim, dim, dim, share, shareAtFull);
}

// the paper's thresholds, one a dim, free to go up to each of the dims in turn
for (int most = 2; most <= dims.size(); most++) {
    NestingDims some = new NestingDims(dims.dims().subList(0, most));
    AdaptiveScore score = AdaptiveClassifier.evaluate(heads, test, some, seed);
    keep(some.full(), Measurement.ADAPTIVE_ACCURACY, score.accuracy());
    keep(some.full(), Measurement.ADAPTIVE_ORACLE, score.oracle());
    keep(some.full(), Measurement.EXPECTED_DIMS, score.expectedDims());
    keep(some.full(), Measurement.CUMULATIVE_DIMS, score.cumulativeDims());
    // score.full() is that of the largest dim allowed: the gain is over all dims, on all test texts
    add("paper's thresholds, up to " + some.full(), score.expectedDims(), score.cumulativeDims(), score.accuracy(),
            shareAtFull);
}

// a budget of dims: one threshold and the largest dim, learned together
for (int budget : dims.dims().subList(0, dims.size() - 1)) {
    AdaptiveScore score = AdaptiveClassifier.evaluate(heads, test, dims, budget, seed);
    keep(budget, Measurement.under(Measurement.ADAPTIVE_ACCURACY, Measurement.BUDGET), score.accuracy());
    keep(budget, Measurement.under(Measurement.EXPECTED_DIMS, Measurement.BUDGET), score.expectedDims());
    keep(budget, Measurement.under(Measurement.CUMULATIVE_DIMS, Measurement.BUDGET), score.cumulativeDims());
    add("budget of " + budget, score.expectedDims(), score.cumulativeDims(), score.accuracy(), score.full());
}
show(Table.create("adaptive classification, " + opened.measuredOn(), rule, expected, read, accuracy, gain));
show("rules are learned on a fifth (thresholds) or a half (budget) of the test texts and tried on the"
        + "\nothers, mean over 30 random splits. Read by heads: the dims of all heads asked; gain: over all dims");

Results results = new Results(rows);
show("an oracle that knows which dim is right: %s %%".formatted(
        results.interval("MRL", full, Measurement.ADAPTIVE_ORACLE).percent()));
show("so many test texts tell an accuracy only so well: at all dims %s %% (bootstrap, 95 %%)".formatted(
        Bootstrap.mean(rightAtFull, seed).percent()));
show(AdaptiveChart.of(results, "MRL", "Adaptive classification of a saved model", opened.measuredOn()));
