package matryoshka.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.chart.DimensionCharts;
import matryoshka.data.TextDataset;
import matryoshka.evaluate.AdaptiveClassifier;
import matryoshka.evaluate.AdaptiveScore;
import matryoshka.evaluate.Bootstrap;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.Interval;
import matryoshka.evaluate.Metric;
import matryoshka.evaluate.Rotation;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.NestedHeads;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a model is worth on texts it has not seen, measured for one page: what the command {@code report} writes. */
public final class ModelPage {
    private static final int CLASSES = 20;
    private static final long SEED = 0;

    private final Path folder;
    private final TextDataset texts;
    private final NestedHeads heads;
    private final Embeddings database;
    private final Embeddings queries;
    private final NestingDims dims;
    private final List<DimensionReport> reports = new ArrayList<>();

    private ModelPage(Path folder, MatryoshkaModel<String> model, TextDataset texts) throws IOException {
        this.folder = folder;
        this.texts = texts;
        heads = model.heads();
        database = MatryoshkaModel.loadDatabase(folder).embeddings();
        queries = model.embed(texts);
        dims = model.evaluationDims();
    }

    /**
     * Measures a model, and its own embeddings in other orders.
     *
     * @param folder the model's, with the database its neighbours come from and its run record
     * @param model as loaded from there
     * @param texts with the model's classes, which it should not have seen
     */
    public static ModelPage of(Path folder, MatryoshkaModel<String> model, TextDataset texts) throws IOException {
        ModelPage page = new ModelPage(folder, model, texts);
        page.reports.add(DimensionEvaluator.evaluate("model", page.heads, page.database, page.queries, page.dims));
        page.rotated("random features", Rotation.randomFeatures(page.database.dimension(), SEED));
        page.rotated("PCA", Rotation.principalComponents(page.database));
        return page;
    }

    private void rotated(String method, Rotation rotation) {
        reports.add(DimensionEvaluator.evaluate(method, rotation.apply(database), rotation.apply(queries), dims));
    }

    /**
     * Sets another model of the same classes beside it.
     *
     * @param other its folder
     * @param model as loaded from there
     */
    public void compare(Path other, MatryoshkaModel<String> model, TextDataset texts) throws IOException {
        reports.add(DimensionEvaluator.evaluate(
                "baseline",
                model.heads(),
                MatryoshkaModel.loadDatabase(other).embeddings(),
                model.embed(texts.withClasses(model.config().classes())),
                dims));
    }

    /** The page. */
    public HtmlPage html() throws IOException {
        HtmlPage page = new HtmlPage(
                "Matryoshka model " + folder.toAbsolutePath().normalize().getFileName());
        page.text(String.format(
                Locale.ROOT,
                "%,d texts of %s in %d classes, not learned from; %,d training texts to find neighbours among; dims %s.",
                texts.size(),
                Path.of(texts.name()).getFileName(),
                heads.classes(),
                database.rows(),
                dims));
        accuracy(page);
        against(page);
        if (dims.size() > 1) adaptive(page);
        byClass(page);
        return page.heading("How the model came about")
                .verbatim(Files.readString(folder.resolve(MatryoshkaModel.RUN_FILE)));
    }

    private void accuracy(HtmlPage page) {
        Interval full = Bootstrap.mean(right(dims.full()), SEED);
        String subtitle = String.format(
                Locale.ROOT,
                "n = %,d texts, one model; at the full dim ± %.1f points (95 %% interval over the texts)",
                texts.size(),
                100 * full.halfWidth());
        List<DimensionCurve> precision = reports.stream()
                .map(report -> report.curve(Metric.map(DimensionEvaluator.K)))
                .toList();
        page.heading("Accuracy against dimension")
                .chart(DimensionCharts.accuracy(reports, "Accuracy against dimension", subtitle))
                .text("Random features and PCA are of this model's own embeddings: the same numbers in a random order,"
                        + " and turned so that what varies most comes first; they have no heads."
                        + " A model trained without nesting can be set beside it by --baseline.")
                .table(DimensionReport.compare(reports))
                .chart(DimensionCharts.of(
                        precision, "Retrieval against dimension", subtitle, Metric.map(DimensionEvaluator.K) + " (%)"));
    }

    /** What fewer dims lose, with intervals over the texts. */
    private void against(HtmlPage page) {
        double[] full = right(dims.full());
        Table table = Table.create("against the full dim, points");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn difference = DoubleColumn.create("difference, points");
        StringColumn interval = StringColumn.create("95 % interval");
        for (int each : dims.dims()) {
            Interval found = Bootstrap.difference(right(each), full, SEED);
            dim.append(each);
            difference.append(Math.round(1000 * found.mean()) / 10.0);
            interval.append(String.format(Locale.ROOT, "%.1f to %.1f", 100 * found.low(), 100 * found.high())
                    .replace('-', '−'));
        }
        page.heading("What fewer dims lose")
                .text(
                        "Accuracy of the head minus that at the full dim, on the same texts; intervals by paired bootstrap.")
                .table(table.addColumns(dim, difference, interval));
    }

    private double[] right(int dim) {
        int[] top = heads.topClasses(queries, dim);
        return IntStream.range(0, top.length)
                .mapToDouble(i -> top[i] == queries.label(i) ? 1 : 0)
                .toArray();
    }

    private void adaptive(HtmlPage page) {
        AdaptiveScore score = AdaptiveClassifier.evaluate(heads, queries, dims, SEED);
        page.heading("Adaptive classification")
                .text(String.format(
                        Locale.ROOT,
                        "From the smallest dim up, the first head that is sure enough decides; thresholds learned on a"
                                + " fifth of the texts, mean of 30 splits. Accuracy %.1f %% at %.1f dims on average (%.1f"
                                + " counting every head on the way); all %d dims: %.1f %%. An oracle that knows which dim is"
                                + " right: %.1f %%.",
                        100 * score.accuracy(),
                        score.expectedDims(),
                        score.cumulativeDims(),
                        dims.full(),
                        100 * score.full(),
                        100 * score.oracle()));
    }

    private void byClass(HtmlPage page) {
        List<String> classes = texts.classes();
        int[] labels = queries.labels();
        ClassAccuracy small = ClassAccuracy.of(labels, heads.topClasses(queries, dims.smallest()), classes.size());
        ClassAccuracy full = ClassAccuracy.of(labels, heads.topClasses(queries, dims.full()), classes.size());
        List<Integer> shown = IntStream.range(0, classes.size())
                .filter(c -> full.support(c) > 0)
                .boxed()
                .sorted((a, b) ->
                        Double.compare(full.accuracy(b) - small.accuracy(b), full.accuracy(a) - small.accuracy(a)))
                .limit(CLASSES)
                .toList();
        Table table = Table.create(
                "by class",
                StringColumn.create("class", shown.stream().map(classes::get)),
                IntColumn.create("texts", shown.stream().mapToInt(full::support).toArray()),
                percent("at " + dims.smallest(), shown, small),
                percent("at " + dims.full(), shown, full));
        page.heading("Classes that need many dims")
                .text("The " + shown.size()
                        + " classes with the largest gain from the smallest to the full dim; percent.")
                .table(table);
    }

    private static DoubleColumn percent(String name, List<Integer> classes, ClassAccuracy accuracy) {
        return DoubleColumn.create(
                name,
                classes.stream()
                        .mapToDouble(c -> Math.round(1000 * accuracy.accuracy(c)) / 10.0)
                        .toArray());
    }
}
