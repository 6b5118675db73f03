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
        return new CommandLine(new Main()).setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText("error: " + message(error)));
            if (!expected(error)) error.printStackTrace(command.getErr());
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    private static String message(Exception error) {
        Throwable cause = error instanceof UncheckedIOException ? error.getCause() : error;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
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
