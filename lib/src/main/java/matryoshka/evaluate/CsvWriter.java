package matryoshka.evaluate;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import matryoshka.AtomicFile;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as CSV files. */
public final class CsvWriter {
    private CsvWriter() {}

    /** Writes {@code table} with a header line, comma-separated, UTF-8; whole or not at all. */
    public static void write(Path file, Table table) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            table.write()
                    .usingOptions(CsvWriteOptions.builder(writer)
                            .ignoreLeadingWhitespaces(false)
                            .ignoreTrailingWhitespaces(false)
                            .lineEnd("\n")
                            .build());
            writer.flush();
        });
    }
}
