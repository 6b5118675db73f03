package matryoshka.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import matryoshka.data.CsvFile;
import matryoshka.data.CsvWriter;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The values an experiment has found so far; columns task, method, dim, seed, metric, value, run. */
public record Results(List<ResultRow> rows) {
    private static final List<String> COLUMNS = List.of("task", "method", "dim", "seed", "metric", "value", "run");

    public Results {
        rows = List.copyOf(rows);
    }

    /**
     * Those of a file; none if there is no such file.
     *
     * @throws IllegalArgumentException if it is no file of results
     */
    public static Results read(Path csv) {
        if (!Files.exists(csv)) return new Results(List.of());
        Table table = CsvFile.read(csv).table();
        if (!table.columnNames().equals(COLUMNS))
            throw new IllegalArgumentException(csv + " is no file of results: its columns must be " + COLUMNS + ", got "
                    + table.columnNames() + "; name another folder");
        return new Results(IntStream.range(0, table.rowCount())
                .mapToObj(i -> row(csv, table, i))
                .toList());
    }

    private static ResultRow row(Path csv, Table table, int i) {
        List<String> cells =
                COLUMNS.stream().map(name -> table.getString(i, name)).toList();
        try {
            return new ResultRow(
                    cells.get(0),
                    cells.get(1),
                    Integer.parseInt(cells.get(2)),
                    Long.parseLong(cells.get(3)),
                    cells.get(4),
                    Double.parseDouble(cells.get(5)),
                    cells.get(6));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    csv + ", row " + (i + 2) + " is no result: " + cells + "; remove it or the file", e);
        }
    }

    /** Whether a run of that method and seed has been made. */
    public boolean has(String method, long seed) {
        return rows.stream().anyMatch(row -> row.method().equals(method) && row.seed() == seed);
    }

    /** These and the measurements of one more run. */
    Results with(String task, long seed, List<Measurement> measurements, String run) {
        List<ResultRow> more = new ArrayList<>(rows);
        for (Measurement m : measurements)
            more.add(new ResultRow(task, m.method(), m.dim(), seed, m.metric(), m.value(), run));
        return new Results(more);
    }

    /** Writes the file, whole or not at all. */
    void write(Path csv) throws IOException {
        CsvWriter.write(
                csv,
                Table.create(
                        "results",
                        StringColumn.create("task", rows.stream().map(ResultRow::task)),
                        StringColumn.create("method", rows.stream().map(ResultRow::method)),
                        IntColumn.create(
                                "dim", rows.stream().mapToInt(ResultRow::dim).toArray()),
                        LongColumn.create(
                                "seed", rows.stream().mapToLong(ResultRow::seed).toArray()),
                        StringColumn.create("metric", rows.stream().map(ResultRow::metric)),
                        DoubleColumn.create(
                                "value",
                                rows.stream().mapToDouble(ResultRow::value).toArray()),
                        StringColumn.create("run", rows.stream().map(ResultRow::run))));
    }

    /** The methods that a metric was measured of, in the order of the file. */
    public List<String> methods(String metric) {
        return rows.stream()
                .filter(row -> row.metric().equals(metric))
                .map(ResultRow::method)
                .distinct()
                .toList();
    }

    /** A metric of a method by dim, seed by seed. */
    public DimensionCurve curve(String method, String metric) {
        SortedMap<Integer, List<Double>> values = new TreeMap<>();
        rows.stream()
                .filter(row -> row.method().equals(method) && row.metric().equals(metric))
                .sorted(Comparator.comparingLong(ResultRow::seed))
                .forEach(row -> values.computeIfAbsent(row.dim(), dim -> new ArrayList<>())
                        .add(row.value()));
        return new DimensionCurve(method, metric, values);
    }

    /** Whether a metric was measured of models trained for one dim each. */
    public boolean hasFixedFeatures(String metric) {
        return methods(metric).stream().anyMatch(method -> method.startsWith(Method.FIXED_FEATURE));
    }

    /** The same of fixed-feature models, each at its own dim, as one curve: FF-m, and at the full dim the plain model. */
    public DimensionCurve fixedFeatureCurve(String metric) {
        SortedMap<Integer, List<Double>> values = new TreeMap<>();
        if (methods(metric).contains(Method.PLAIN)) {
            SortedMap<Integer, List<Double>> plain = curve(Method.PLAIN, metric).values();
            values.put(plain.lastKey(), plain.get(plain.lastKey()));
        }
        for (String method : methods(metric))
            if (method.startsWith(Method.FIXED_FEATURE))
                values.putAll(curve(method, metric).values());
        return new DimensionCurve("FF", metric, values);
    }

    /** The mean of a metric over all seeds with its 95 % interval. */
    public Interval interval(String method, int dim, String metric) {
        return curve(method, metric).at(dim);
    }

    /** For reading: a row a method and metric, a column a dim, shares in percent, as {@code mean ± half width}. */
    public Table wide() {
        List<Integer> dims =
                rows.stream().map(ResultRow::dim).distinct().sorted().toList();
        Map<List<String>, Map<Integer, List<Double>>> groups = new LinkedHashMap<>();
        for (ResultRow row : rows)
            groups.computeIfAbsent(List.of(row.method(), row.metric()), key -> new LinkedHashMap<>())
                    .computeIfAbsent(row.dim(), d -> new ArrayList<>())
                    .add(row.value());
        StringColumn method = StringColumn.create("method"), metric = StringColumn.create("metric");
        groups.keySet().forEach(key -> {
            method.append(key.get(0));
            metric.append(key.get(1));
        });
        Table table = Table.create("percent, mean ± half of the 95 % interval over seeds", method, metric);
        for (int dim : dims)
            table.addColumns(StringColumn.create(
                    String.valueOf(dim),
                    groups.entrySet().stream()
                            .map(group ->
                                    cell(group.getKey().get(1), group.getValue().get(dim)))
                            .toList()));
        return table;
    }

    private static String cell(String metric, List<Double> values) {
        if (values == null) return "";
        double unit = Measurement.isShare(metric) ? 100 : 1;
        Interval interval =
                Interval.of(values.stream().mapToDouble(x -> x * unit).toArray());
        String format = interval.mean() < 1000 ? "%.1f" : "%.0f";
        return interval.n() == 1
                ? String.format(Locale.ROOT, format, interval.mean())
                : String.format(Locale.ROOT, format + " ± " + format, interval.mean(), interval.halfWidth());
    }
}
