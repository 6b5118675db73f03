package matryoshka.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import matryoshka.train.TrainingDivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: exit code 0 for success, 1 for failure, 2 for wrong usage, 130 after an interrupt. */
@Command(
        name = "matryoshka",
        description = "Matryoshka representation learning: train, evaluate and search embeddings whose prefixes are"
                + " embeddings.",
        mixinStandardHelpOptions = true,
        version = "matryoshka 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            TrainCommand.class,
            TrainPairsCommand.class,
            EvaluateCommand.class,
            EmbedCommand.class,
            ExportCommand.class,
            PredictCommand.class,
            NeighboursCommand.class,
            IndexCommand.class,
            SearchCommand.class,
            ExportLuceneCommand.class,
            DatasetsCommand.class,
            EncodersCommand.class,
            AdviseCommand.class,
            ExperimentCommand.class,
            ReportCommand.class,
            ConformanceCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = Interrupts.politely(() -> commandLine().execute(args));
        if (code != Interrupts.EXIT_CODE) System.exit(code); // during an interrupt, exiting is under way already
    }

    /** For tests: everything {@link #main} does but the exit. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionStrategy(parsed -> {
                    try {
                        return new CommandLine.RunLast().execute(parsed);
                    } catch (OutOfMemoryError error) {
                        return failed(parsed.commandSpec().commandLine(), error);
                    }
                })
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    int code = failed(command, error);
                    if (!expected(error)) error.printStackTrace(command.getErr());
                    return code;
                });
    }

    private static int failed(CommandLine command, Throwable error) {
        command.getErr().println(command.getColorScheme().errorText("error: " + Failures.message(error)));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Errors that name what is wrong; any other is a fault of this program and shows where. */
    private static boolean expected(Exception error) {
        return error instanceof IllegalArgumentException
                || error instanceof IllegalStateException
                || error instanceof IOException
                || error instanceof UncheckedIOException
                || error instanceof TrainingDivergedException;
    }
}
