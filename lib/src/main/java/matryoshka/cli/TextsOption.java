package matryoshka.cli;

import java.nio.file.Path;
import java.util.List;
import matryoshka.data.CsvFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** New texts: as arguments, or from a column of a CSV file. */
final class TextsOption {
    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts, each quoted as one argument.")
    List<String> given = List.of();

    @Option(names = "--data", paramLabel = "F.csv", description = "Or a CSV file with a header …")
    Path data;

    @Option(names = "--text", paramLabel = "COL", description = "… and its column with the texts.")
    String text;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    List<String> load() {
        boolean file = data != null && text != null;
        boolean half = (data == null) != (text == null);
        if (!half && file != !given.isEmpty()) return file ? CsvFile.read(data).texts(text) : given;
        throw new ParameterException(
                command.commandLine(), "give texts as arguments, or --data F.csv with --text COL, not both");
    }

    /** For where something else holds the queries. */
    void requireNone(String instead) {
        if (data == null && text == null && given.isEmpty()) return;
        throw new ParameterException(
                command.commandLine(), instead + ": give no texts beside it, nor --data and --text");
    }
}
