package matryoshka.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
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

    /** Columns dim, top1, one_nn; accuracies as fractions 0..1. */
    public Table toTable() {
        Table table = compare(List.of(this)).rejectColumns("method");
        table.setName(method);
        return table;
    }

    /** Columns method, dim, top1, one_nn: the reports one below the other. */
    public static Table compare(List<DimensionReport> reports) {
        StringColumn method = StringColumn.create("method");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn top1 = Columns.fractions("top1"), oneNn = Columns.fractions("one_nn");
        for (DimensionReport report : reports)
            for (DimensionScore score : report.scores()) {
                method.append(report.method());
                dim.append(score.dim());
                top1.append(score.top1());
                oneNn.append(score.oneNn());
            }
        return Table.create("accuracy by dimension", method, dim, top1, oneNn);
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
