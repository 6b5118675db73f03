package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.experiment.Advice;
import matryoshka.experiment.Budget;
import matryoshka.experiment.BudgetAdvisor;
import matryoshka.experiment.MeasuredSetting;
import matryoshka.notebook.TextTable;
import matryoshka.search.StoredIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** {@code advise}: how to search an index within a budget. */
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measure dims, precisions, graphs and shortlists on an index of one's own, and choose among them for"
                        + " a budget. Half of the queries choose, the other half tells what the choice loses.")
final class AdviseCommand implements Callable<Integer> {
    private static final int WIDTH = 120;
    private static final int HELD_OUT = 1000;
    private static final int SHARE = 5; // at most one row in five is held out

    @Option(names = "--index", required = true, paramLabel = "DIR", description = "An index written by \"index\".")
    Path index;

    @Option(
            names = "--queries",
            paramLabel = "Q.npy",
            description =
                    "Queries, float32 [Q, D]. Default: up to 1,000 of the rows, drawn at random, which are then not"
                            + " searched.")
    Path queries;

    @Option(names = "--k", defaultValue = "10", description = "How many neighbours. Default: ${DEFAULT-VALUE}.")
    int k;

    @Option(names = "--max-mb", paramLabel = "X", description = "At most so many million bytes in memory.")
    Double megabytes;

    @Option(names = "--max-micros", paramLabel = "X", description = "At most so many microseconds a query.")
    Double micros;

    @Option(
            names = "--min-quality",
            paramLabel = "X",
            description =
                    "At least this mAP@k of rows with labels, or recall@k of exact search, 0 to 1: the fastest that"
                            + " reaches it is chosen. Default: the best.")
    Double quality;

    @Option(names = "--seed", defaultValue = "42", description = "Of the draw. Default: ${DEFAULT-VALUE}.")
    long seed;

    private record Parts(Embeddings database, Embeddings queries) {}

    @Override
    public Integer call() throws IOException {
        Budget budget = new Budget(optional(megabytes), optional(micros), optional(quality));
        try (StoredIndex opened = StoredIndex.open(index)) {
            Embeddings rows = labelled(opened);
            Parts parts = queries == null ? drawn(rows) : new Parts(rows, new VectorsFile("--queries", queries).read());
            if (parts.queries.dimension() != rows.dimension())
                throw new IllegalArgumentException("--queries " + queries + " holds vectors of "
                        + parts.queries.dimension() + " dims, the index of " + rows.dimension());
            if (k < 1 || k > parts.database.rows())
                throw new IllegalArgumentException("--k must be 1.." + parts.database.rows() + ", got " + k);
            BudgetAdvisor advisor = BudgetAdvisor.measure(parts.database, parts.queries, opened.dims(), k);
            System.out.println(TextTable.of(table(advisor.unbeaten()), WIDTH, Integer.MAX_VALUE));
            System.out.println(sentence(advisor.advise(budget)));
        }
        return 0;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Embeddings labelled(StoredIndex opened) throws IOException {
        Embeddings rows = opened.prefix(opened.dimension());
        List<String> labels = opened.catalog().labels();
        if (labels.isEmpty()) return rows;
        List<String> classes = labels.stream().distinct().sorted().toList();
        Map<String, Integer> ids = new HashMap<>();
        classes.forEach(name -> ids.put(name, ids.size()));
        return rows.withLabels(labels.stream().mapToInt(ids::get).toArray());
    }

    private Parts drawn(Embeddings rows) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.rows()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int count = Math.min(HELD_OUT, rows.rows() / SHARE);
        return new Parts(
                rows.select(array(order.subList(count, order.size()))), rows.select(array(order.subList(0, count))));
    }

    private static int[] array(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Table table(List<MeasuredSetting> settings) {
        return Table.create(
                "settings that no other beats in quality, time and memory",
                StringColumn.create("setting", settings.stream().map(MeasuredSetting::name)),
                column(
                        "quality",
                        settings.stream()
                                .mapToDouble(s -> round(s.quality(), 4))
                                .toArray()),
                column(
                        "held out",
                        settings.stream()
                                .mapToDouble(s -> round(s.heldOut(), 4))
                                .toArray()),
                column(
                        "µs a query",
                        settings.stream().mapToDouble(s -> round(s.micros(), 1)).toArray()),
                column(
                        "MB",
                        settings.stream()
                                .mapToDouble(s -> round(s.megabytes(), 2))
                                .toArray()));
    }

    private static DoubleColumn column(String name, double[] values) {
        return DoubleColumn.create(name, values);
    }

    private static double round(double value, int digits) {
        double unit = Math.pow(10, digits);
        return Math.round(value * unit) / unit;
    }

    private static String sentence(Advice advice) {
        MeasuredSetting chosen = advice.chosen();
        return String.format(
                Locale.ROOT,
                "chosen: %s%n%.4f on held-out queries, %.4f less than exhaustive search, %.4f less than the best setting"
                        + " of the budget%n%.1f µs a query, %.2f MB",
                chosen.name(),
                chosen.heldOut(),
                advice.regret(),
                advice.hindsight(),
                chosen.micros(),
                chosen.megabytes());
    }
}
