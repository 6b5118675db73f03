package matryoshka.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line: a JSON object or a table on standard output, nothing else. */
@Command(
        name = "bench",
        description = "Measure this library on given work. Run it in turn with what it is compared to.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {StepBench.class, EncodeBench.class, ProfileBench.class})
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
