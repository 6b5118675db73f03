package matryoshka.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * A CSV file as a Tablesaw table of string columns, nothing guessed: comma-separated, UTF-8 with or without byte order
 * mark, the first row a header, quoted fields over several lines, doubled quotes inside them (RFC 4180). Texts such as
 * {@code NA}, {@code null} or {@code #tag} stay texts, blanks stay blanks; line breaks become {@code \n}; blank lines
 * are skipped but counted.
 */
public final class CsvFile {
    private final String source;
    private final Table table;
    private final int[] rows; // [N] row in the file, as a spreadsheet numbers it

    CsvFile(String source, Table table, int[] rows) {
        this.source = source;
        this.table = table;
        this.rows = rows;
    }

    /**
     * Reads the whole file.
     *
     * @throws IllegalArgumentException if it is missing, empty, not UTF-8, or not CSV (a row of other length than the
     *     header, a quote never closed, a column name twice); the message names the row
     */
    public static CsvFile read(Path file) {
        return CsvText.parse(file.toString(), Utf8File.read(file));
    }

    /** The same of its bytes; errors call it {@code source}. */
    public static CsvFile of(String source, byte[] bytes) {
        return CsvText.parse(source, Utf8File.decode(source, bytes));
    }

    /** All columns, each of strings. */
    public Table table() {
        return table;
    }

    /**
     * Texts with their classes.
     *
     * @throws IllegalArgumentException if a column is missing, a text or label is empty, or there are no rows
     */
    public TextDataset dataset(String textColumn, String labelColumn) {
        return TextDataset.of(source, table, textColumn, labelColumn, rows);
    }

    /** The texts of one column, for embedding or predicting without labels; none of them empty. */
    public List<String> texts(String column) {
        return List.copyOf(Columns.strings(source, table, column, rows));
    }

    /** The pairs of two text columns. */
    public TextPairs pairs(String firstColumn, String secondColumn) {
        return TextPairs.of(source, table, firstColumn, secondColumn, rows);
    }

    /**
     * The pairs of two text columns with the scores of a third, mapped from {@code range} onto 0 to 1.
     *
     * @throws IllegalArgumentException if a column is missing, a cell is empty, or a score is no number in the range
     */
    public GradedPairs gradedPairs(String firstColumn, String secondColumn, String scoreColumn, ScoreRange range) {
        TextPairs pairs = pairs(firstColumn, secondColumn);
        List<String> cells = Columns.strings(source, table, scoreColumn, rows);
        double[] scores = IntStream.range(0, rows.length)
                .mapToDouble(i -> range.unit(source + ", row " + rows[i], cells.get(i)))
                .toArray();
        return GradedPairs.of(pairs, scores);
    }
}
