package matryoshka.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * N texts with a class each, over a Tablesaw table with the string columns {@code text} and {@code label}.
 *
 * <p>Classes are sorted by name, so the same labels give the same ids in any order of rows. Samples and splits remember
 * the row each example came from, and errors name it. Immutable as long as {@link #table()} is only read.
 */
public final class TextDataset implements Dataset<String> {
    /** The columns of {@link #table()}. */
    public static final String TEXT = "text";

    public static final String LABEL = "label";

    /** The fewest rows a class keeps in a {@link #sample}, if it has them. */
    public static final int SAMPLE_FLOOR = 10;

    private final String name;
    private final Table table;
    private final StringColumn texts;
    private final List<String> classes;
    private final int[] labels; // [N] ids into classes
    private final int[] rows; // [N] row in the source, as a spreadsheet numbers it

    private TextDataset(String name, Table table, List<String> classes, int[] labels, int[] rows) {
        this.name = name;
        this.table = table;
        this.texts = table.stringColumn(TEXT);
        this.classes = List.copyOf(classes);
        this.labels = labels;
        this.rows = rows;
    }

    /**
     * Texts and labels of two columns of any type; labels are stripped of surrounding blanks, texts kept as they are.
     *
     * @param name what errors and reports call the dataset: its file, say
     * @throws IllegalArgumentException if a column is missing, a text or label is empty, or there are no rows
     */
    public static TextDataset of(String name, Table table, String textColumn, String labelColumn) {
        return of(
                name,
                table,
                textColumn,
                labelColumn,
                IntStream.range(2, 2 + table.rowCount()).toArray());
    }

    static TextDataset of(String name, Table table, String textColumn, String labelColumn, int[] rows) {
        List<String> texts = Columns.strings(name, table, textColumn, rows);
        List<String> labelNames = Columns.strings(name, table, labelColumn, rows).stream()
                .map(String::strip)
                .toList();
        List<String> classes = List.copyOf(new TreeSet<>(labelNames));
        Table own = Table.create(name, StringColumn.create(TEXT, texts), StringColumn.create(LABEL, labelNames));
        return new TextDataset(name, own, classes, ids(labelNames, index(classes)), rows);
    }

    private static int[] ids(List<String> labelNames, Map<String, Integer> index) {
        return labelNames.stream().mapToInt(index::get).toArray();
    }

    private static Map<String, Integer> index(List<String> classes) {
        Map<String, Integer> index = HashMap.newHashMap(classes.size());
        for (String each : classes) index.put(each, index.size());
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    /** The table behind: columns {@link #TEXT} and {@link #LABEL}; to be read only. */
    public Table table() {
        return table;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public String example(int i) {
        return texts.get(i);
    }

    /** All texts in order [N]. */
    public List<String> texts() {
        return texts.asList();
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /** The row example {@code i} came from, as a spreadsheet numbers it: the header is row 1. */
    public int row(int i) {
        return rows[i];
    }

    @Override
    public String place(int i) {
        return "row " + row(i);
    }

    /** The examples at {@code indices}, in that order, with the classes of the whole. */
    public TextDataset select(int... indices) {
        List<String> chosen = new ArrayList<>(indices.length);
        List<String> chosenLabels = new ArrayList<>(indices.length);
        for (int i : indices) {
            chosen.add(example(i));
            chosenLabels.add(classes.get(labels[i]));
        }
        return new TextDataset(
                name,
                Table.create(name, StringColumn.create(TEXT, chosen), StringColumn.create(LABEL, chosenLabels)),
                classes,
                Arrays.stream(indices).map(i -> labels[i]).toArray(),
                Arrays.stream(indices).map(i -> rows[i]).toArray());
    }

    /**
     * About {@code n} examples in their old order: of every class at least {@link #SAMPLE_FLOOR} rows, or all it has,
     * beyond that in proportion to the classes. The result is larger than {@code n} only where the floors ask for it;
     * the whole dataset if {@code n} is its size or more.
     */
    public TextDataset sample(int n, long seed) {
        return n >= size() ? this : select(Strata.sample(this, n, seed));
    }

    /**
     * Splits into train, validation and test (what the two shares leave), stratified by class. Texts that are equal but
     * for case and white space stay together in one part; every class is in train; all parts keep the list of classes.
     *
     * @param train share of the rows, above 0
     * @param validation share of the rows; the two sum to at most 1
     * @throws IllegalArgumentException if a class has one example, or a part with a share would be empty
     */
    public Split<TextDataset> split(double train, double validation, long seed) {
        int[][] parts = Strata.split(this, StratifiedSplit::key, train, validation, seed);
        return new Split<>(select(parts[0]), select(parts[1]), select(parts[2]));
    }

    /**
     * The same examples with ids into {@code classes}, such as those a model was trained for.
     *
     * @throws IllegalArgumentException if a label is not among them
     */
    public TextDataset withClasses(List<String> classes) {
        if (classes.equals(this.classes)) return this;
        Map<String, Integer> index = index(classes);
        for (int i = 0; i < size(); i++) {
            String label = this.classes.get(labels[i]);
            if (!index.containsKey(label))
                throw new IllegalArgumentException(name + ", row " + rows[i] + ": the label " + Names.quote(label)
                        + " is not among the " + classes.size() + " classes " + Names.list(classes) + "; "
                        + Names.didYouMean(label, classes) + "Correct or remove the row, or train with that class");
        }
        int[] ids =
                Arrays.stream(labels).map(id -> index.get(this.classes.get(id))).toArray();
        return new TextDataset(name, table, classes, ids, rows);
    }

    /** The same labels, classes and rows with other texts [N]. */
    TextDataset withTexts(List<String> others) {
        if (others.size() != size())
            throw new IllegalArgumentException(
                    name + ": " + size() + " labels need as many texts, got " + others.size());
        Table own = Table.create(
                name,
                StringColumn.create(TEXT, others),
                table.stringColumn(LABEL).copy());
        return new TextDataset(name, own, classes, labels, rows);
    }

    @Override
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < size(); i++) fingerprint.add(example(i)).add(classes.get(labels[i]));
        return fingerprint.hex();
    }

    @Override
    public String toString() {
        return name + ": " + size() + " texts, " + classes.size() + " classes";
    }
}
