package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import matryoshka.chart.Charts;
import matryoshka.chart.ResultsCharts;
import matryoshka.experiment.Experiment;
import matryoshka.experiment.Results;
import matryoshka.experiment.Studies;
import matryoshka.experiment.Study;
import matryoshka.notebook.TextTable;
import matryoshka.notebook.TrainingProgress;
import org.knowm.xchart.XYChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code experiment}: a grid of methods and seeds, resumed where it was left. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Train and measure several methods with several seeds; every run is kept as it ends, and runs that"
                        + " are kept are not made again.",
        footer = {"", "An unknown NAME lists the experiments there are."})
final class ExperimentCommand implements Callable<Integer> {
    private static final int WIDTH = 160;

    @Parameters(paramLabel = "NAME", description = "Which experiment.")
    String name;

    @Option(
            names = "--methods",
            paramLabel = "A,B,…",
            split = ",",
            description = "Some of its methods. Default: all, those that say most first.")
    List<String> methods;

    @Option(
            names = "--seeds",
            paramLabel = "0,1,…",
            split = ",",
            defaultValue = "0,1,2",
            description = "Default: ${DEFAULT-VALUE}.")
    List<Long> seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "notebooks/results",
            description =
                    "Where NAME.csv and, in NAME/, the runs' records and the charts go. Default: ${DEFAULT-VALUE}.")
    Path out;

    @Mixin
    ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        Study study = Studies.byName(name, threads.engine());
        System.out.println(study.name() + ": " + study.description());
        Experiment experiment = new Experiment(study, out);
        List<String> chosen = methods == null ? study.methods() : methods;
        Results results = experiment.run(chosen, seeds, (method, seed, number, runs) -> {
            System.out.println("run " + number + " of " + runs + ": " + method + ", seed " + seed);
            return new TrainingProgress(method);
        });
        System.out.println(TextTable.of(results.wide(), WIDTH, Integer.MAX_VALUE));
        System.out.println("written to " + experiment.csv());
        draw(study, results);
        boolean whole = chosen.stream().allMatch(method -> seeds.stream().allMatch(seed -> results.has(method, seed)));
        return whole ? 0 : Interrupts.EXIT_CODE;
    }

    private void draw(Study study, Results results) throws IOException {
        String seedsShown = results.rows().stream()
                .map(row -> String.valueOf(row.seed()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String subtitle = study.description() + "; seeds " + seedsShown + "; 95 % intervals (t)";
        for (Map.Entry<String, XYChart> chart :
                ResultsCharts.of(results, subtitle).entrySet()) {
            Path png = out.resolve(study.name()).resolve(chart.getKey() + ".png");
            Charts.png(chart.getValue(), png);
            System.out.println("drawn into " + png);
        }
    }
}
