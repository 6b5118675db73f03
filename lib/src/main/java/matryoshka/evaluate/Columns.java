package matryoshka.evaluate;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Columns that print alike in every report. */
final class Columns {
    private Columns() {}

    /** A column of numbers printed with four decimals; files get all of them. */
    static DoubleColumn fractions(String name) {
        DoubleColumn column = DoubleColumn.create(name);
        column.setPrintFormatter(
                new NumberColumnFormatter(new DecimalFormat("0.0000", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        return column;
    }
}
