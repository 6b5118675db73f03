package matryoshka.evaluate;

import java.util.List;
import java.util.function.Function;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.search.Neighbor;
import matryoshka.search.SearchResult;
import matryoshka.search.VectorIndex;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Shows which texts of a database lie nearest to given texts, at every nesting dim: prefixes are scaled to
 * unit length and searched with an index of the caller's choice, such as {@code BruteForceIndex::of}.
 */
public record NeighborReport(
        EmbeddedTexts database, List<String> classes, Function<Embeddings, ? extends VectorIndex> index) {
    public NeighborReport {
        classes = List.copyOf(classes);
        if (!classes.isEmpty() && !database.embeddings().hasLabels())
            throw new IllegalArgumentException("database embeddings need labels: attach them with withLabels");
    }

    /**
     * Columns query, dim, rank (1..k), distance (L2 of unit vectors, 0..2), label if there are classes, text; rows
     * ordered by query, dim and rank.
     */
    public Table table(EmbeddedTexts queries, NestingDims dims, int k) {
        Rows rows = new Rows();
        List<List<SearchResult>> results = dims.dims().stream()
                .map(dim -> search(queries.embeddings(), dim, k))
                .toList();
        for (int q = 0; q < queries.texts().size(); q++)
            for (int d = 0; d < dims.size(); d++) {
                List<Neighbor> neighbors = results.get(d).get(q).neighbors();
                for (int rank = 1; rank <= neighbors.size(); rank++)
                    append(rows, queries.texts().get(q), dims.dims().get(d), rank, neighbors.get(rank - 1));
            }
        return classes.isEmpty() ? rows.table().rejectColumns("label") : rows.table();
    }

    private List<SearchResult> search(Embeddings queries, int dim, int k) {
        VectorIndex atDim = index.apply(database.embeddings().prefix(dim).normalize());
        return atDim.searchAll(queries.prefix(dim).normalize(), k);
    }

    private void append(Rows rows, String query, int dim, int rank, Neighbor neighbor) {
        rows.query.append(query);
        rows.dim.append(dim);
        rows.rank.append(rank);
        rows.distance.append(neighbor.distance());
        rows.label.append(
                classes.isEmpty() ? "" : classes.get(database.embeddings().label(neighbor.row())));
        rows.text.append(database.texts().get(neighbor.row()));
    }

    private static final class Rows {
        private final StringColumn query = StringColumn.create("query");
        private final IntColumn dim = IntColumn.create("dim");
        private final IntColumn rank = IntColumn.create("rank");
        private final DoubleColumn distance = Columns.fractions("distance");
        private final StringColumn label = StringColumn.create("label");
        private final StringColumn text = StringColumn.create("text");

        Table table() {
            return Table.create("nearest neighbours", query, dim, rank, distance, label, text);
        }
    }
}
