// Does another loss learn better prefixes? MRL, MRL-E and other relative importance, with several seeds.
//   environment/jshell jshell-scripts/compare-losses.jsh [seeds]        2 if not said; 3 to 4 minutes on 2 cores
// A small task: 35 classes, and only the upper half of MiniLM-L6 learns.
// The long run: environment/matryoshka experiment hypernyms
/open jshell-scripts/prelude.jsh
import matryoshka.notebook.JshellRunner;

boolean small = System.getenv("MATRYOSHKA_SMALL") != null; // continuous integration runs less
List<String> arguments = JshellRunner.arguments();
int seeds = small ? 1 : 2;
if (!arguments.isEmpty()) seeds = Integer.parseInt(arguments.getFirst());
if (seeds < 1) throw new IllegalArgumentException("compare-losses.jsh needs at least 1 seed, got " + seeds);

Split<TextDataset> split = Datasets.wordNetHypernyms(100).sample(small ? 350 : 900, 1).split(0.6, 0, 1);
NestingDims dims = NestingDims.doubling(8, 384);
MatryoshkaConfig mrl = MatryoshkaConfig.of(dims, split.train().classes());

/** A way to train: heads, the importance they begin with, and how it changes. */
record Loss(String name, MatryoshkaConfig config, ImportanceSchedule schedule) {}
List<Loss> losses = List.of(
        new Loss("MRL", mrl, ImportanceSchedule.FIXED),
        new Loss("MRL-E", mrl.withHead(Head.MRL_E), ImportanceSchedule.FIXED),
        new Loss("c8 = 2", mrl.withRelativeImportance(2, 1, 1, 1, 1, 1, 1), ImportanceSchedule.FIXED),
        new Loss("uncertainty", mrl, ImportanceSchedule.UNCERTAINTY), // learned
        new Loss("gradient norm", mrl, ImportanceSchedule.GRADIENT_NORM), // balanced from step to step
        new Loss("plain", MatryoshkaConfig.fixedFeature(384, mrl.classes()), ImportanceSchedule.FIXED)); // baseline

List<ResultRow> rows = new ArrayList<>();
Map<String, TrainingHistory> histories = new HashMap<>(); // of the last seed
void run(Loss loss, long seed) throws IOException {
    BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6);
    MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, loss.config().withSeed(seed));
    TrainOptions options = TrainOptions.defaults().withEpochs(small ? 1 : 2).withBatchSize(16).withSeed(seed)
            .withFineTuning(FineTuning.lastLayers(3)).withImportance(loss.schedule());
    TrainingProgress progress = new TrainingProgress(loss.name() + ", seed " + seed);
    histories.put(loss.name(), new Trainer(options).fit(model, split, progress));
    Embeddings database = model.embed(split.train()), test = model.embed(split.test());
    DimensionReport report = DimensionEvaluator.evaluate(loss.name(), model.heads(), database, test, dims);
    for (DimensionScore at : report.scores()) for (String metric : List.of(Metric.TOP1, Metric.ONE_NN))
        rows.add(new ResultRow("losses", loss.name(), at.dim(), seed, metric, at.get(metric), ""));
    show("%s, seed %d: top-1 of %.1f %% at %d dims, %.1f %% at %d".formatted(loss.name(), seed,
            100 * report.at(dims.smallest()).top1(), dims.smallest(),
            100 * report.at(dims.full()).top1(), dims.full()));
}
for (long seed = 0; seed < seeds; seed++) for (Loss loss : losses) run(loss, seed);
Results results = new Results(rows);

// accuracy, and what each loss gains over MRL, over pairs of one seed
List<DimensionCurve> curves(String metric) {
    return losses.stream().map(loss -> results.curve(loss.name(), metric)).toList();
}
List<DimensionCurve> gains(String metric) {
    DimensionCurve base = results.curve("MRL", metric);
    return curves(metric).stream().skip(1).map(each -> new DimensionCurve(
            each.method(), metric, each.minus(base).values())).toList();
}
String measuredOn = "%d classes, n = %,d test texts, %d seed%s".formatted(
        mrl.classes().size(), split.test().size(), seeds, seeds == 1 ? "" : "s");
for (String metric : List.of(Metric.TOP1, Metric.ONE_NN)) {
    String of = metric + ", %, ± half of the 95 % interval over seeds; " + measuredOn;
    show(DimensionCurve.table(curves(metric)).setName(of));
    show(DimensionCurve.table(gains(metric)).setName(metric + " less that of MRL with the same seed, points"));
}

// what of it is more than chance?
List<String> shown = new ArrayList<>();
int compared = 0;
for (String metric : List.of(Metric.TOP1, Metric.ONE_NN)) for (DimensionCurve gain : gains(metric)) {
    if (gain.method().equals("plain")) continue;
    for (int dim : dims.dims()) {
        compared++;
        if (!gain.at(dim).contains(0) && gain.at(dim).n() > 1) shown.add(
                "%s, %s at %d: %s points".formatted(gain.method(), metric, dim, gain.at(dim).percent()));
    }
}
String chance = "%d of %d differences from MRL have an interval without 0; about %.0f would by chance alone";
show(seeds == 1 ? "one seed tells nothing of noise: no difference from MRL is shown" : chance.formatted(
        shown.size(), compared, 0.05 * compared));
for (String each : shown) show("  " + each);
if (seeds == 2) show("of 2 seeds, 95 % intervals are 12.7 standard errors to either side: ask for more seeds");

// where the schedules took the weights
Table weights = Table.create("relative importance in the last step, of the last seed");
weights.addColumns(IntColumn.create("dim", dims.dims().toArray(Integer[]::new)));
for (Loss loss : losses) if (!loss.name().equals("plain")) weights.addColumns(DoubleColumn.create(loss.name(),
        List.copyOf(histories.get(loss.name()).steps().getLast().importanceByDim().values())));
show(weights);
show(DimensionCharts.of(curves(Metric.TOP1), "Losses compared, classifier", measuredOn, "top-1 accuracy (%)"));
show(DimensionCharts.of(
        curves(Metric.ONE_NN), "Losses compared, nearest neighbour", measuredOn, "1-NN accuracy (%)"));
