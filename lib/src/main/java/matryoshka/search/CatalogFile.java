package matryoshka.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import matryoshka.data.CsvFile;
import matryoshka.data.CsvWriter;
import matryoshka.encoder.ModelFormatException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A catalog as a CSV file: {@code id} and, where known, {@code text} and {@code label}. */
final class CatalogFile {
    static final String NAME = "catalog.csv";

    private static final String ID = "id", TEXT = "text", LABEL = "label";

    private CatalogFile() {}

    static void write(Path folder, Catalog catalog) throws IOException {
        Table table = Table.create("catalog", StringColumn.create(ID, catalog.ids()));
        if (!catalog.texts().isEmpty()) table.addColumns(StringColumn.create(TEXT, catalog.texts()));
        if (!catalog.labels().isEmpty()) table.addColumns(StringColumn.create(LABEL, catalog.labels()));
        CsvWriter.writeQuoted(folder.resolve(NAME), table);
    }

    /** The catalog of {@code rows} rows whose file holds {@code bytes}. */
    static Catalog read(Path file, byte[] bytes, int rows) throws ModelFormatException {
        try {
            Table table = CsvFile.of(file.toString(), bytes).table();
            Catalog catalog = new Catalog(cells(table, ID), cells(table, TEXT), cells(table, LABEL));
            if (catalog.rows() != rows || !table.columnNames().contains(ID))
                throw new IllegalArgumentException(rows + " rows with an " + ID + " each are needed, got "
                        + catalog.rows() + " rows of " + table.columnNames());
            return catalog;
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "is no catalog (" + e.getMessage() + ")", IndexFile.REMEDY)
                    .initCause(e);
        }
    }

    private static List<String> cells(Table table, String column) {
        return table.columnNames().contains(column) ? table.stringColumn(column).asList() : List.of();
    }
}
