package matryoshka.data;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import matryoshka.AtomicFile;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as CSV files: a header line, comma-separated, UTF-8; written whole or not at all. */
public final class CsvWriter {
    private CsvWriter() {}

    /** Quotes only the fields that need it. */
    public static void write(Path file, Table table) throws IOException {
        write(file, table, false);
    }

    /** Quotes every field, so that {@link CsvFile} reads blanks and line breaks back; {@code \r} becomes {@code \n}. */
    public static void writeQuoted(Path file, Table table) throws IOException {
        write(file, table, true);
    }

    private static void write(Path file, Table table, boolean quoteAll) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            table.write()
                    .usingOptions(CsvWriteOptions.builder(writer)
                            .quoteAllFields(quoteAll)
                            .ignoreLeadingWhitespaces(false)
                            .ignoreTrailingWhitespaces(false)
                            .lineEnd("\n")
                            .build());
            writer.flush();
        });
    }
}
