package matryoshka.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.data.Datasets;
import matryoshka.data.TextDataset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which labelled texts a command works on. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "FILE.csv|NAME",
            description = "A CSV file (UTF-8, with a header; name its columns by --text and --label), or one of the"
                    + " data sets that \"datasets list\" shows.")
    String data;

    @Option(names = "--text", paramLabel = "COL", description = "The column with the texts.")
    String text;

    @Option(names = "--label", paramLabel = "COL", description = "The column with the classes.")
    String label;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    TextDataset load() {
        if (data == null) throw usage("--data is missing: name a CSV file or a data set");
        return load(data);
    }

    /** For a run record: where the texts came from. */
    Map<String, Object> source() {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("data", data);
        source.put("text", text);
        source.put("label", label);
        return source;
    }

    /** The same source as a run record tells, where nothing else was asked for. */
    void take(Map<?, ?> source) {
        if (data != null) return;
        data = (String) source.get("data");
        text = (String) source.get("text");
        label = (String) source.get("label");
    }

    /** Another file with the same columns. */
    TextDataset load(String fileOrName) {
        boolean named = Datasets.named().stream().anyMatch(set -> set.name().equals(fileOrName));
        if (named) return Datasets.byName(fileOrName);
        if (text == null || label == null)
            throw usage("a CSV file needs --text COL and --label COL, the names of its columns");
        return Datasets.csv(Path.of(fileOrName), text, label);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
