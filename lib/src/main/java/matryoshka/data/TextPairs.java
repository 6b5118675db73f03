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
public final class TextPairs implements TrainingData<String> {
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

    @Override
    public String name() {
        return name;
    }

    /** The table behind: two string columns; to be read only. */
    public Table table() {
        return table;
    }

    @Override
    public int size() {
        return table.rowCount();
    }

    public String first(int i) {
        return first.get(i);
    }

    public String second(int i) {
        return second.get(i);
    }

    /** The first texts of all pairs in order [N]. */
    public List<String> firsts() {
        return first.asList();
    }

    /** The second texts of all pairs in order [N]. */
    public List<String> seconds() {
        return second.asList();
    }

    /** Both texts of pair {@code i}. */
    @Override
    public List<String> examples(int i) {
        return List.of(first(i), second(i));
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
        return n >= size() ? this : select(sampled(n, seed));
    }

    /** The indices of {@link #sample}, ascending. */
    int[] sampled(int n, long seed) {
        if (n < 1) throw new IllegalArgumentException("a sample needs 1 pair or more, got " + n);
        List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().limit(n).mapToInt(Integer::intValue).sorted().toArray();
    }

    /**
     * Splits into train, validation and test (what the two shares leave) at random. Pairs whose second texts are equal
     * but for case and white space stay together in one part: of lemmas and glosses, a synset is held out whole.
     *
     * @param train share of the distinct second texts, above 0
     * @param validation share of them too; the two sum to at most 1
     * @throws IllegalArgumentException if the shares are not so, or a part with a share would be empty
     */
    public Split<TextPairs> split(double train, double validation, long seed) {
        int[][] parts = PairSplit.parts(this, new Shares(train, validation), seed);
        return new Split<>(select(parts[0]), select(parts[1]), select(parts[2]));
    }

    /** SHA-256 over the pairs in order, as hex. */
    @Override
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
