package matryoshka.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import matryoshka.chart.Charts;
import matryoshka.chart.ScalingChart;
import matryoshka.data.CsvWriter;
import matryoshka.data.Datasets;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaModel;
import matryoshka.train.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** {@code scaling}: whether time grows in proportion to work, in training by tokens and in embedding by texts. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time training steps of growing batches at one length, and embedding passes over growing samples"
                + " of WordNet's glosses; writes scaling-step and scaling-embed as CSV and PNG.")
final class ScalingBench implements Callable<Integer> {
    private static final int[] BATCHES = {8, 16, 32, 64, 128, 256};
    private static final int[] TEXTS = {1_000, 3_000, 10_000, 30_000, 100_000};
    private static final int REPEATED_TEXTS = 10_000; // in all, where a sample is smaller
    private static final int WARM_UP_TEXTS = 3_000;
    private static final long SEED = 0;

    @Mixin
    Workload work;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    Path out;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        String size = work.layers + " layers of " + work.hidden;
        write("scaling-step", "A training step, " + size + ", " + work.tokens + " tokens a text", "tokens", steps());
        write("scaling-embed", "Embedding WordNet glosses with MiniLM-L6", "texts", embeddings());
        return 0;
    }

    private void write(String name, String title, String unit, List<Point> points) throws IOException {
        double[] amounts = points.stream().mapToDouble(Point::amount).toArray();
        double[] millis = points.stream().mapToDouble(Point::millis).toArray();
        Table table = Table.create(
                name,
                IntColumn.create(unit, points.stream().mapToInt(Point::amount).toArray()),
                DoubleColumn.create("median_ms", points.stream().mapToDouble(p -> Timing.rounded(p.millis, 2))),
                DoubleColumn.create(
                        "ms_per_thousand",
                        points.stream().mapToDouble(p -> Timing.rounded(1000 * p.millis / p.amount, 2))));
        CsvWriter.write(out.resolve(name + ".csv"), table);
        Charts.png(ScalingChart.of(title, unit, amounts, millis), out.resolve(name + ".png"));
        System.out.println(table.print());
    }

    private List<Point> steps() throws IOException {
        MatryoshkaModel<String> model = work.model();
        SplittableRandom random = new SplittableRandom(1);
        work.batch = BATCHES[BATCHES.length - 1];
        TrainingStep<String, TextDataset> training = work.step(model);
        List<Point> points = new ArrayList<>();
        for (int batch : BATCHES) {
            work.batch = batch;
            TrainingStep.Batch<TextDataset> texts = work.batch(model);
            Timing timing = work.timing(() -> training.update(training.gradients(texts, random), 0));
            points.add(new Point(batch * work.tokens, timing.median()));
        }
        return points;
    }

    private List<Point> embeddings() throws IOException {
        MatryoshkaModel<String> model = EncodeBench.miniLm(work.threads);
        var glosses = Datasets.wordNetSupersenses();
        model.embed(glosses.sample(WARM_UP_TEXTS, SEED).texts());
        List<Point> points = new ArrayList<>();
        for (int count : TEXTS) {
            List<String> texts = glosses.sample(count, SEED).texts();
            int repeats = Math.max(1, REPEATED_TEXTS / count);
            points.add(new Point(
                    count, Timing.ofWarm(repeats, () -> model.embed(texts)).median()));
        }
        return points;
    }

    /** The median time of an amount of work. */
    private record Point(int amount, double millis) {}
}
