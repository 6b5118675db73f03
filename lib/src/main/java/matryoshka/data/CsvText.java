package matryoshka.data;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Parses CSV with Tablesaw's own parser (univocity), but straight: Tablesaw's reader would take {@code NA} for missing,
 * trim, skip comments and lose the row numbers.
 */
final class CsvText {
    /** Parsed as a last row of its own, or else an open quote has swallowed it. */
    private static final String END = "\u0003";

    private final String source;
    private final List<String[]> records = new ArrayList<>(); // the header, then the rows that are not blank
    private final List<Integer> rowNumbers = new ArrayList<>();

    private CsvText(String source) {
        this.source = source;
    }

    static CsvFile parse(String source, String text) {
        CsvText csv = new CsvText(source);
        csv.readRecords(text.replace("\r\n", "\n").replace('\r', '\n') + "\n" + END);
        csv.refuseRagged();
        int[] rows = csv.rowNumbers.stream().skip(1).mapToInt(Integer::intValue).toArray();
        return new CsvFile(source, csv.table(), rows);
    }

    private static CsvParserSettings settings() {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setCommentProcessingEnabled(false);
        settings.setSkipEmptyLines(false);
        settings.trimValues(false);
        settings.setNullValue("");
        settings.setEmptyValue("");
        settings.setMaxCharsPerColumn(-1); // no limit
        settings.setMaxColumns(16_384); // as many as a spreadsheet has
        settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
        return settings;
    }

    private void readRecords(String text) {
        CsvParser parser = new CsvParser(settings());
        parser.beginParsing(new StringReader(text));
        int row = 0;
        try {
            for (String[] record = parser.parseNext(); record != null; record = parser.parseNext()) {
                row++;
                if (record.length <= 1 && Arrays.stream(record).allMatch(String::isBlank)) continue; // a blank line
                records.add(record);
                rowNumbers.add(row);
            }
        } catch (TextParsingException e) {
            throw malformed(
                    row + 1, "a quoted field goes on after its closing quote; write quotes inside it double (\"\")");
        }
        if (!Arrays.equals(records.removeLast(), new String[] {END}))
            throw malformed(
                    row, "a quote opened in this row is never closed; close it, or double quotes inside fields (\"\")");
        rowNumbers.removeLast();
        if (records.isEmpty()) throw new IllegalArgumentException(source + " is empty: it needs a header and rows");
    }

    private void refuseRagged() {
        int columns = records.getFirst().length;
        for (int i = 1; i < records.size(); i++) {
            int fields = records.get(i).length;
            if (fields != columns)
                throw malformed(
                        rowNumbers.get(i),
                        fields + " fields where the header has " + columns
                                + "; put fields that contain commas or line breaks in double quotes");
        }
    }

    private Table table() {
        List<String> names = columnNames();
        Table table = Table.create(source);
        for (int c = 0; c < names.size(); c++) {
            int column = c;
            table.addColumns(
                    StringColumn.create(names.get(c), records.stream().skip(1).map(record -> record[column])));
        }
        return table;
    }

    private List<String> columnNames() {
        String[] header = records.getFirst();
        List<String> names = IntStream.range(0, header.length)
                .mapToObj(c -> header[c].isBlank() ? "column " + (c + 1) : header[c].strip())
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names)
            if (!seen.add(name.toLowerCase(Locale.ROOT)))
                throw malformed(
                        rowNumbers.getFirst(),
                        "two columns are named " + Names.quote(name) + " (case does not count); rename one");
        return names;
    }

    private IllegalArgumentException malformed(int row, String what) {
        return new IllegalArgumentException(source + ", row " + row + ": " + what);
    }
}
