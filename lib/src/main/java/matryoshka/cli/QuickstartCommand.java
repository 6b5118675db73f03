package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.chart.Charts;
import matryoshka.chart.DimensionCharts;
import matryoshka.data.CsvWriter;
import matryoshka.data.Datasets;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.ModelFolder;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.NeighborReport;
import matryoshka.evaluate.ProbabilityReport;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.notebook.TextTable;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.KdTreeIndex;
import matryoshka.search.VectorIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quickstart}: the whole of it once, from texts to chart and neighbours. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Train a Matryoshka model and, as baseline, a plain one on the same texts; measure both at every dim;"
                        + " draw the chart; show classes and neighbours of a few held-out texts. Without --data: WordNet"
                        + " glosses and their hypernym classes.")
final class QuickstartCommand implements Callable<Integer> {
    private static final int EPOCHS = 2;
    private static final int SAMPLE = 8_000;
    private static final int SHOWN = 3;
    private static final int KD_TREE_UP_TO = 16; // dims; beyond, a tree has to open nearly every box

    @Mixin
    DataOptions data;

    @Mixin
    FitOptions fit;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Work on about N texts, stratified: at least 10 of each class, or all it has. Default: "
                    + SAMPLE + " of WordNet's, all of your own.")
    Integer sample;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/quickstart",
            description = "Where to write the results. Default: ${DEFAULT-VALUE}.")
    Path out;

    @Override
    public Integer call() throws IOException {
        ModelFolder.checkReplaceable(out.resolve("model"));
        RunRecord run = RunRecord.begin();
        TextDataset texts = texts();
        Split<TextDataset> split = texts.split(0.8, 0.05, fit.seed);
        System.out.printf(
                "%s: %,d texts, %d classes; %,d to learn from, %,d to validate, %,d to test%n",
                texts.name(),
                texts.size(),
                texts.classes().size(),
                split.train().size(),
                split.validation().size(),
                split.test().size());
        Fitted mrl = fit("MRL", split);
        if (mrl.history().interrupted()) return keep(mrl);
        mrl.save(out.resolve("model"));
        Fitted plain = fit("plain", split);
        if (plain.history().interrupted()) return Interrupts.EXIT_CODE;
        NestingDims dims = mrl.model().config().dims();
        EmbeddedTexts test = new EmbeddedTexts(split.test().texts(), mrl.model().embed(split.test()));
        List<DimensionReport> reports = List.of(
                report("MRL", mrl, test.embeddings(), dims),
                report("plain, truncated", plain, plain.model().embed(split.test()), dims));
        write(run, split, mrl, plain, reports);
        print(mrl, test, reports);
        return 0;
    }

    private TextDataset texts() {
        TextDataset all = data.data == null ? Datasets.byName("wordnet-hypernyms") : data.load();
        if (sample != null) return all.sample(sample, fit.seed);
        return data.data == null ? all.sample(SAMPLE, fit.seed) : all;
    }

    private Fitted fit(String method, Split<TextDataset> split) throws IOException {
        BertEncoder encoder = fit.encoder();
        List<String> classes = split.train().classes();
        MatryoshkaConfig config = method.equals("MRL")
                ? MatryoshkaConfig.of(NestingDims.doubling(8, encoder.dimension()), classes)
                : MatryoshkaConfig.fixedFeature(encoder.dimension(), classes);
        MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config.withSeed(fit.seed), fit.engine());
        return Fitted.train(method, model, split, fit.train(EPOCHS), fit.begin());
    }

    private int keep(Fitted mrl) throws IOException {
        mrl.save(out.resolve("model"));
        System.err.println("the model so far is in " + out.resolve("model"));
        return Interrupts.EXIT_CODE;
    }

    private static DimensionReport report(String method, Fitted fitted, Embeddings test, NestingDims dims) {
        return DimensionEvaluator.evaluate(
                method, fitted.model().heads(), fitted.database().embeddings(), test, dims);
    }

    private void write(RunRecord run, Split<TextDataset> split, Fitted mrl, Fitted plain, List<DimensionReport> reports)
            throws IOException {
        CsvWriter.write(out.resolve("report.csv"), DimensionReport.compare(reports));
        String subtitle = String.format(
                "%s, %d classes, n = %,d test texts, 1 seed (%d)",
                Path.of(split.train().name()).getFileName(),
                split.train().classes().size(),
                split.test().size(),
                fit.seed);
        Charts.png(
                DimensionCharts.accuracy(reports, "Accuracy against dimension", subtitle),
                out.resolve("accuracy-vs-dimension.png"));
        run.with("mrl", mrl.run().entries())
                .with("plain", plain.run().entries())
                .with(
                        "results",
                        reports.stream().map(QuickstartCommand::results).toList())
                .write(out.resolve("run.json"));
    }

    private static Map<String, Object> results(DimensionReport report) {
        List<Map<String, Object>> scores = new ArrayList<>();
        report.scores().forEach(score -> {
            Map<String, Object> at = new LinkedHashMap<>();
            at.put("dim", score.dim());
            at.putAll(score.values());
            scores.add(at);
        });
        return Map.of("method", report.method(), "scores", scores);
    }

    private void print(Fitted mrl, EmbeddedTexts test, List<DimensionReport> reports) throws IOException {
        NestingDims dims = mrl.model().config().dims();
        List<String> classes = mrl.model().config().classes();
        System.out.println("\n" + TextTable.of(DimensionReport.sideBySide(reports)));
        EmbeddedTexts shown = test.select(spread(test.texts().size()));
        System.out.println("\nThe most probable class of held-out texts, at every dim:");
        System.out.println(TextTable.of(
                new ProbabilityReport(mrl.model().heads(), classes).table(shown, dims, 1), 120, Integer.MAX_VALUE));
        System.out.println("\nTheir 3 nearest training texts, at every dim (L2 between unit vectors):");
        NeighborReport neighbours = new NeighborReport(mrl.database(), classes, QuickstartCommand::index);
        System.out.println(TextTable.of(neighbours.table(shown, dims, 3), 120, Integer.MAX_VALUE));
        try (var written = Files.list(out)) {
            System.out.println("\nWritten to " + out + ": "
                    + String.join(
                            ", ",
                            written.map(f -> f.getFileName().toString())
                                    .sorted()
                                    .toList()));
        }
    }

    /** A few rows from all over: the parts of a split are ordered by class. */
    private static int[] spread(int rows) {
        return IntStream.range(0, Math.min(SHOWN, rows))
                .map(i -> (2 * i + 1) * rows / (2 * SHOWN))
                .toArray();
    }

    private static VectorIndex index(Embeddings database) {
        return database.dimension() <= KD_TREE_UP_TO ? KdTreeIndex.of(database) : BruteForceIndex.of(database);
    }
}
