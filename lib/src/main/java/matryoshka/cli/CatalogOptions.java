package matryoshka.cli;

import java.nio.file.Path;
import java.util.List;
import matryoshka.data.CsvFile;
import matryoshka.search.Catalog;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an index knows of its rows: columns of a CSV file. */
final class CatalogOptions {
    @Option(names = "--data", paramLabel = "F.csv", description = "A CSV file with a header, a row for each vector.")
    Path data;

    @Option(names = "--text", paramLabel = "COL", description = "The column with the texts.")
    String text;

    @Option(names = "--label", paramLabel = "COL", description = "The column with the classes, if there is one.")
    String label;

    @Option(
            names = "--id",
            paramLabel = "COL",
            description = "The column with a name for every row, no two the same. Default: rows are numbered from 0.")
    String id;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** Of texts that are to be embedded. */
    Catalog ofTexts() {
        if (data == null || text == null) throw usage("name the texts to embed: --data F.csv with --text COL");
        return load();
    }

    /** Of {@code rows} vectors that exist. */
    Catalog of(int rows) {
        boolean columns = text != null || label != null || id != null;
        if (columns != (data != null))
            throw usage("--data F.csv goes with the columns to take from it: --text COL, --label COL, --id COL");
        if (data == null) return Catalog.of(rows);
        Catalog catalog = load();
        if (catalog.rows() != rows)
            throw new IllegalArgumentException("--data " + data + " has " + catalog.rows() + " rows, --vectors has "
                    + rows + ": give one for each");
        return catalog;
    }

    private Catalog load() {
        CsvFile csv = CsvFile.read(data);
        return new Catalog(column(csv, id), column(csv, text), column(csv, label));
    }

    private static List<String> column(CsvFile csv, String name) {
        return name == null ? List.of() : csv.texts(name);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
