package matryoshka.evaluate;

import java.util.List;
import java.util.function.Function;
import matryoshka.search.Hit;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What searches found, as a table. */
public final class HitTable {
    private final StringColumn query = StringColumn.create("query");
    private final IntColumn rank = IntColumn.create("rank");
    private final DoubleColumn distance = Columns.fractions("distance");
    private final StringColumn id = StringColumn.create("id");
    private final StringColumn label = StringColumn.create("label");
    private final StringColumn text = StringColumn.create("text");

    private HitTable() {}

    /**
     * Columns query, rank (1, 2 …), distance, id, and label and text where any hit has one; rows ordered by query and
     * rank.
     *
     * @param queries their names [Q]: their texts, say
     * @param hits of every query [Q]
     */
    public static Table of(List<String> queries, List<List<Hit>> hits) {
        if (queries.size() != hits.size())
            throw new IllegalArgumentException(
                    queries.size() + " queries need a list of hits each, got " + hits.size() + " lists");
        HitTable table = new HitTable();
        for (int q = 0; q < hits.size(); q++)
            for (int i = 0; i < hits.get(q).size(); i++)
                table.append(queries.get(q), i + 1, hits.get(q).get(i));
        return table.withContent(hits);
    }

    private void append(String asked, int place, Hit hit) {
        query.append(asked);
        rank.append(place);
        distance.append(hit.distance());
        id.append(hit.id());
        label.append(hit.label());
        text.append(hit.text());
    }

    private Table withContent(List<List<Hit>> hits) {
        Table table = Table.create("nearest rows", query, rank, distance, id);
        if (any(hits, Hit::label)) table.addColumns(label);
        if (any(hits, Hit::text)) table.addColumns(text);
        return table;
    }

    private static boolean any(List<List<Hit>> hits, Function<Hit, String> content) {
        return hits.stream()
                .flatMap(List::stream)
                .anyMatch(hit -> !content.apply(hit).isEmpty());
    }
}
