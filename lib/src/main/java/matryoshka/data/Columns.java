package matryoshka.data;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Reads columns of a table as strings and says what is missing in them. */
final class Columns {
    private Columns() {}

    /** The column's values, none of them blank; {@code rows[i]} is what errors call row i of the table. */
    static List<String> strings(String source, Table table, String column, int[] rows) {
        Column<?> found = find(source, table, column);
        if (table.isEmpty())
            throw new IllegalArgumentException(source + " has a header but no rows: add rows below the header");
        List<String> values = new ArrayList<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            Object value = found.get(i); // not getString, which prints numbers as a spreadsheet would
            if (value == null || value.toString().isBlank())
                throw new IllegalArgumentException(source + ", row " + rows[i] + ": the " + Names.quote(column)
                        + " is empty; fill it in or remove the row");
            values.add(value.toString());
        }
        return values;
    }

    private static Column<?> find(String source, Table table, String column) {
        List<String> names = table.columnNames();
        if (!names.contains(column))
            throw new IllegalArgumentException(source + " has no column " + Names.quote(column) + ", only "
                    + Names.list(names) + "; " + advice(column, names));
        return table.column(names.indexOf(column));
    }

    private static String advice(String column, List<String> names) {
        boolean otherSeparator = names.size() == 1 && names.getFirst().matches("(?s).*[;\t|].*");
        return otherSeparator
                ? "save the file with commas between its columns, or name this one"
                : Names.didYouMean(column, names) + "Name one of these";
    }
}
