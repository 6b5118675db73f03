package matryoshka.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The benchmarks' command line: a JSON object or a table on standard output, nothing else. Exit code 0 for success, 1
 * for failure, 2 for wrong usage.
 */
@Command(
        name = "bench",
        description = "Measure this library on given work. Run it in turn with what it is compared to.",
        mixinStandardHelpOptions = true,
        footer = {"", "environment/bench kernels [REGEX] runs the JMH benchmarks of the engine's kernels."},
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            StepBench.class,
            EncodeBench.class,
            ProfileBench.class,
            ScalingBench.class,
            KnnBench.class,
            EvaluateBench.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** For tests: everything {@link #main} does but the exit. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println("error: " + (error.getMessage() == null ? error : error.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        });
    }
}
