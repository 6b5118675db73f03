package matryoshka.data;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Small datasets for tests, called {@code test.csv}. */
final class Texts {
    private Texts() {}

    static TextDataset dataset(List<String> texts, List<String> labels) {
        return TextDataset.of("test.csv", table(texts, labels), "t", "l");
    }

    static Table table(List<String> texts, List<String> labels) {
        return Table.create("test", StringColumn.create("t", texts), StringColumn.create("l", labels));
    }

    /** {@code count} texts of each class, classes named {@code c000}, {@code c001} …. */
    static TextDataset ofCounts(List<Integer> counts) {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int c = 0; c < counts.size(); c++)
            for (int i = 0; i < counts.get(c); i++) {
                texts.add("text " + i + " of " + c);
                labels.add("c%03d".formatted(c));
            }
        return dataset(texts, labels);
    }

    /** With two more rows of each of {@code even} and {@code odd}. */
    static TextDataset withBoth(TextDataset data) {
        List<String> texts = new ArrayList<>(data.texts());
        List<String> labels =
                new ArrayList<>(data.table().stringColumn(TextDataset.LABEL).asList());
        texts.addAll(List.of("more a", "more b", "more c", "more d"));
        labels.addAll(List.of("even", "odd", "even", "odd"));
        return dataset(texts, labels);
    }
}
