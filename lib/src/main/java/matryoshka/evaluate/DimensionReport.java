package matryoshka.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import matryoshka.NestingDims;
import matryoshka.data.CsvWriter;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** The accuracies of one method at every nesting dim, ascending, measured on {@code queries} held-out examples. */
public record DimensionReport(String method, int queries, List<DimensionScore> scores) {
    public DimensionReport {
        scores = List.copyOf(scores);
        if (method.isBlank())
            throw new IllegalArgumentException("a report needs the name of its method, got a blank one");
        if (queries < 1) throw new IllegalArgumentException("a report needs at least one query, got " + queries);
        dimsOf(scores); // refuses an empty list and dims out of order
    }

    public NestingDims dims() {
        return dimsOf(scores);
    }

    /** The score at {@code dim}, which must be one of {@link #dims}. */
    public DimensionScore at(int dim) {
        return scores.stream()
                .filter(score -> score.dim() == dim)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        method + " was not evaluated at " + dim + " dims: choose one of " + dims()));
    }

    /** A column dim and one a metric; fractions 0..1. */
    public Table toTable() {
        Table table = compare(List.of(this)).rejectColumns("method");
        table.setName(method);
        return table;
    }

    /** Columns method, dim, and one a metric: the reports one below the other; what one of them lacks is empty. */
    public static Table compare(List<DimensionReport> reports) {
        List<DimensionScore> all =
                reports.stream().flatMap(report -> report.scores().stream()).toList();
        Table table = Table.create(
                "accuracy by dimension",
                StringColumn.create("method", reports.stream().flatMap(DimensionReport::names)),
                IntColumn.create(
                        "dim", all.stream().mapToInt(DimensionScore::dim).toArray()));
        for (String metric : metrics(all)) {
            DoubleColumn column = Columns.fractions(metric);
            for (DimensionScore score : all) {
                Double value = score.values().get(metric);
                if (value == null) column.appendMissing();
                else column.append(value);
            }
            table.addColumns(column);
        }
        return table;
    }

    private Stream<String> names() {
        return scores.stream().map(score -> method);
    }

    private static Set<String> metrics(List<DimensionScore> scores) {
        Set<String> metrics = new LinkedHashSet<>();
        for (DimensionScore score : scores) metrics.addAll(score.values().keySet());
        return metrics;
    }

    /** The metrics measured at every dim, in the order they are shown. */
    public List<String> metrics() {
        return List.copyOf(scores.getFirst().values().keySet());
    }

    /** The same with one more metric, measured at all its dims. */
    public DimensionReport with(String metric, Map<Integer, Double> byDim) {
        return new DimensionReport(
                method,
                queries,
                scores.stream()
                        .map(score -> score.with(metric, byDim.get(score.dim())))
                        .toList());
    }

    /** One metric over the dims. */
    public DimensionCurve curve(String metric) {
        SortedMap<Integer, List<Double>> values = new TreeMap<>();
        for (DimensionScore score : scores) values.put(score.dim(), List.of(score.get(metric)));
        return new DimensionCurve(method, metric, values);
    }

    /** One row a dim, every method's top-1 and 1-NN in percent beside the others': for reading. */
    public static Table sideBySide(List<DimensionReport> reports) {
        Table table = Table.create("accuracy by dimension, %");
        table.addColumns(IntColumn.create(
                "dim",
                reports.getFirst().dims().dims().stream().mapToInt(dim -> dim).toArray()));
        for (DimensionReport report : reports) {
            table.addColumns(percent(report.method() + " top-1", report.scores(), DimensionScore::top1));
            table.addColumns(percent(report.method() + " 1-NN", report.scores(), DimensionScore::oneNn));
        }
        return table;
    }

    private static DoubleColumn percent(
            String name, List<DimensionScore> scores, ToDoubleFunction<DimensionScore> score) {
        DoubleColumn column = DoubleColumn.create(name);
        for (DimensionScore at : scores) column.append(Math.round(1000 * score.applyAsDouble(at)) / 10.0);
        column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(1));
        return column;
    }

    /** Writes {@link #toTable} as CSV, whole or not at all. */
    public void toCsv(Path file) throws IOException {
        CsvWriter.write(file, toTable());
    }

    private static NestingDims dimsOf(List<DimensionScore> scores) {
        return new NestingDims(scores.stream().map(DimensionScore::dim).toList());
    }
}
