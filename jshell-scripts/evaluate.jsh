// A saved model at every dim, beside a plain one cut short by every baseline, on texts that neither has seen.
//   environment/jshell jshell-scripts/evaluate.jsh [folder]        a model of train.jsh; without one, trained first
// 2 to 3 minutes on 2 cores, as the plain model is trained the first time, too.
/open jshell-scripts/task.jsh

Path folder = folder();
Opened mrl = open(folder);
NestingDims dims = mrl.dims();

// the baseline: the same texts and training with one classifier at full dim; kept beside the model
Path beside = folder.resolveSibling(folder.getFileName() + "-plain");
boolean isBaseline() throws IOException {
    Path run = beside.resolve(MatryoshkaModel.RUN_FILE);
    if (!Files.exists(run)) return false;
    Map<String, Object> its = RunRecord.read(run).entries(), mine = mrl.run().entries();
    return its.get("data").equals(mine.get("data")) && its.get("options").equals(mine.get("options"));
}
if (!isBaseline()) learn("plain", mrl.source(), beside, new TrainingProgress("plain"));
if (!isBaseline()) throw new IllegalStateException("the model in " + folder + " was trained with other options than a"
        + " baseline would be now: train it again by train.jsh");
Opened plain = open(beside);

// every metric there is, of the model and of the plain one's first dims, random dims, PCA and SVD
DimensionReport report = DimensionEvaluator.evaluate("MRL", mrl.model().heads(), mrl.database(), mrl.test(), dims);
SortedMap<Integer, Double> probes = LinearProbe.accuracies(
        mrl.database(), mrl.test(), dims, seed, mrl.model().engine());
List<DimensionReport> reports = new ArrayList<>(List.of(report.with(Metric.PROBE, probes)));
reports.addAll(Baselines.of(
        plain.model().heads(), plain.database(), plain.test(), dims, seed, plain.model().engine()));
for (DimensionReport each : reports.subList(0, 2)) show(each.toTable());

// the metrics that say most, method by method
List<DimensionCurve> curves(String metric, List<String> methods) {
    return reports.stream().filter(each -> methods.contains(each.method())).map(each -> each.curve(metric)).toList();
}
List<String> methods = List.of("MRL", "plain", "random", "PCA", "SVD");
for (String metric : List.of(Metric.TOP1, Metric.PROBE, Metric.ONE_NN, Metric.map(10)))
    show(DimensionCurve.table(curves(metric, methods)).setName(metric + ", %"));

// is a difference more than the chance of these test texts? 1-NN of MRL less that of the plain model, text by text
List<double[]> nearest(Embeddings database, Embeddings test) {
    List<double[]> right = new ArrayList<>();
    for (List<SearchResult> found : PrefixSearch.of(database, dims).searchAll(test, 1))
        right.add(IntStream.range(0, test.rows()).mapToDouble(
                i -> database.label(found.get(i).nearest().row()) == test.label(i) ? 1 : 0).toArray());
    return right;
}
Rotation pca = Rotation.principalComponents(plain.database());
List<double[]> ours = nearest(mrl.database(), mrl.test()), cut = nearest(plain.database(), plain.test());
List<double[]> components = nearest(pca.apply(plain.database()), pca.apply(plain.test()));
StringColumn lessCut = StringColumn.create("MRL less plain"), lessPca = StringColumn.create("MRL less PCA");
for (int d = 0; d < dims.size(); d++) {
    lessCut.append(Bootstrap.difference(ours.get(d), cut.get(d), seed).percent());
    lessPca.append(Bootstrap.difference(ours.get(d), components.get(d), seed).percent());
}
show(Table.create("1-NN, points, ± half of the 95 % interval over test texts (paired bootstrap)",
        IntColumn.create("dim", dims.dims().toArray(Integer[]::new)), lessCut, lessPca));
show("one seed: another training would differ, too, which these intervals do not cover");

Path csv = folder.resolveSibling(folder.getFileName() + "-evaluation.csv");
CsvWriter.write(csv, DimensionReport.compare(reports));
show("all metrics of all methods written to " + csv);
show(DimensionCharts.of(curves(Metric.TOP1, methods), "Classifier of a saved model by dim", mrl.measuredOn(),
        "top-1 accuracy (%)"));
show(DimensionCharts.of(curves(Metric.ONE_NN, List.of("MRL", "plain", "random", "PCA")),
        "Nearest neighbour of a saved model by dim", mrl.measuredOn(), "1-NN accuracy (%)"));
