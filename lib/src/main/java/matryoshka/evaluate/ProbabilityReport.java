package matryoshka.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.EmbeddedTexts;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Shows how sure the classifier heads are of their likeliest classes for given texts, at every nesting dim. */
public record ProbabilityReport(NestedHeads heads, List<String> classes) {
    public ProbabilityReport {
        classes = List.copyOf(classes);
        if (classes.size() != heads.classes())
            throw new IllegalArgumentException("the heads know " + heads.classes() + " classes, got " + classes.size()
                    + " names: pass the classes of the training");
    }

    /**
     * Columns query, dim, class, probability (0..1); for every query and dim the {@code topClasses} likeliest classes
     * or all there are, likeliest first, ties by class id.
     */
    public Table table(EmbeddedTexts queries, NestingDims dims, int topClasses) {
        if (topClasses < 1) throw new IllegalArgumentException("topClasses must be 1 or more, got " + topClasses);
        StringColumn query = StringColumn.create("query"), name = StringColumn.create("class");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn probability = Columns.fractions("probability");
        for (int q = 0; q < queries.texts().size(); q++)
            for (int m : dims.dims()) {
                float[] p = heads.probabilities(queries.embeddings().row(q), m);
                for (int c : likeliest(p, topClasses)) {
                    query.append(queries.texts().get(q));
                    dim.append(m);
                    name.append(classes.get(c));
                    probability.append(p[c]);
                }
            }
        return Table.create("class probabilities", query, dim, name, probability);
    }

    private static List<Integer> likeliest(float[] probabilities, int count) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparing((Integer c) -> -probabilities[c]))
                .limit(count)
                .toList();
    }
}
