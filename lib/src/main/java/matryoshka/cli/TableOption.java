package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.data.CsvWriter;
import matryoshka.notebook.TextTable;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** Where a command's table goes: to the terminal, or into a CSV file. */
final class TableOption {
    private static final int WIDTH = 120;

    @Option(
            names = "--out",
            paramLabel = "F.csv",
            description = "Write the table to a CSV file instead of printing it.")
    Path out;

    void give(Table table) throws IOException {
        if (out == null) System.out.println(TextTable.of(table, WIDTH, Integer.MAX_VALUE));
        else CsvWriter.write(out, table);
    }
}
