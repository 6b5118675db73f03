package matryoshka.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * N pairs of texts that belong together (a lemma and its gloss, a question and its answer), over a Tablesaw table whose
 * two columns keep the names they came with.
 */
public final class TextPairs {
    private final String name;
    private final Table table;
    private final StringColumn first;
    private final StringColumn second;

    private TextPairs(String name, StringColumn first, StringColumn second) {
        this.name = name;
        this.table = Table.create(name, first, second);
        this.first = first;
        this.second = second;
    }

    /**
     * The pairs of two columns.
     *
     * @throws IllegalArgumentException if a column is missing, a text is empty, or there are no rows
     */
    public static TextPairs of(String name, Table table, String firstColumn, String secondColumn) {
        return of(
                name,
                table,
                firstColumn,
                secondColumn,
                IntStream.range(2, 2 + table.rowCount()).toArray());
    }

    static TextPairs of(String name, Table table, String firstColumn, String secondColumn, int[] rows) {
        return new TextPairs(
                name,
                StringColumn.create(firstColumn, Columns.strings(name, table, firstColumn, rows)),
                StringColumn.create(secondColumn, Columns.strings(name, table, secondColumn, rows)));
    }

    public String name() {
        return name;
    }

    /** The table behind: two string columns; to be read only. */
    public Table table() {
        return table;
    }

    public int size() {
        return table.rowCount();
    }

    public String first(int i) {
        return first.get(i);
    }

    public String second(int i) {
        return second.get(i);
    }

    /** The pairs at {@code indices}, in that order. */
    public TextPairs select(int... indices) {
        return new TextPairs(name, pick(first, indices), pick(second, indices));
    }

    private static StringColumn pick(StringColumn column, int[] indices) {
        return StringColumn.create(column.name(), Arrays.stream(indices).mapToObj(column::get));
    }

    /** {@code n} pairs drawn without replacement, in their old order; all of them if {@code n} is that many or more. */
    public TextPairs sample(int n, long seed) {
        if (n < 1) throw new IllegalArgumentException("a sample needs 1 pair or more, got " + n);
        if (n >= size()) return this;
        List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return select(
                order.stream().limit(n).mapToInt(Integer::intValue).sorted().toArray());
    }

    /** SHA-256 over the pairs in order, as hex. */
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < size(); i++) fingerprint.add(first(i)).add(second(i));
        return fingerprint.hex();
    }

    @Override
    public String toString() {
        return name + ": " + size() + " pairs of " + first.name() + " and " + second.name();
    }
}
