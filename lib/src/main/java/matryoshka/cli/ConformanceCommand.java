package matryoshka.cli;

import java.util.concurrent.Callable;
import matryoshka.experiment.PaperConformance;
import matryoshka.notebook.TextTable;
import picocli.CommandLine.Command;

/** {@code conformance}: the paper's arithmetic, done here. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = "Do the arithmetic of the Matryoshka paper (arXiv:2205.13147) on costs of search and adaptive"
                + " classification, and compare with what it prints; fails if a figure differs.")
final class ConformanceCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(TextTable.of(PaperConformance.table(), 120, Integer.MAX_VALUE));
        return PaperConformance.checks().stream().allMatch(PaperConformance.Check::agrees) ? 0 : 1;
    }
}
