package matryoshka.search;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What belongs to N rows of embeddings.
 *
 * @param ids one for each row, no two the same; the row numbers 0, 1 … if none are given
 * @param texts one for each row, or none
 * @param labels the names of the classes, one for each row, or none
 */
public record Catalog(List<String> ids, List<String> texts, List<String> labels) {
    public Catalog {
        int rows = Math.max(ids.size(), Math.max(texts.size(), labels.size()));
        ids = ids.isEmpty() ? rowNumbers(rows) : List.copyOf(ids);
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        requireOneEach("ids", ids, rows);
        if (!texts.isEmpty()) requireOneEach("texts", texts, rows);
        if (!labels.isEmpty()) requireOneEach("labels", labels, rows);
        requireDistinct(ids);
    }

    /** Rows of which nothing is known but their numbers. */
    public static Catalog of(int rows) {
        return new Catalog(rowNumbers(rows), List.of(), List.of());
    }

    public Catalog withIds(List<String> ids) {
        requireOneEach("ids", ids, rows());
        return new Catalog(ids, texts, labels);
    }

    public Catalog withTexts(List<String> texts) {
        requireOneEach("texts", texts, rows());
        return new Catalog(ids, texts, labels);
    }

    public Catalog withLabels(List<String> labels) {
        requireOneEach("labels", labels, rows());
        return new Catalog(ids, texts, labels);
    }

    /** The number N of rows. */
    public int rows() {
        return ids.size();
    }

    /**
     * The neighbours of a search over these rows, in its order.
     *
     * @throws IllegalArgumentException if the search found a row that is not here
     */
    public List<Hit> hits(SearchResult result) {
        return result.neighbors().stream().map(this::hit).toList();
    }

    private Hit hit(Neighbor neighbor) {
        int row = neighbor.row();
        if (row >= rows())
            throw new IllegalArgumentException("the search found row " + row + ", the catalog ends at row "
                    + (rows() - 1) + ": take the catalog of the index that was searched");
        return new Hit(row, ids.get(row), known(texts, row), known(labels, row), neighbor.distance());
    }

    private static String known(List<String> cells, int row) {
        return cells.isEmpty() ? "" : cells.get(row);
    }

    private static List<String> rowNumbers(int rows) {
        return IntStream.range(0, rows).mapToObj(String::valueOf).toList();
    }

    private static void requireOneEach(String what, List<String> cells, int rows) {
        if (cells.size() != rows)
            throw new IllegalArgumentException("a catalog of " + rows + " rows needs " + rows + " " + what + ", got "
                    + cells.size() + ": give one for each row");
    }

    private static void requireDistinct(List<String> ids) {
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        Map<String, Integer> rows = HashMap.newHashMap(ids.size());
        for (int row = 0; row < ids.size(); row++) {
            String id = ids.get(row);
            Integer first = rows.putIfAbsent(id, row);
            if (first != null)
                throw new IllegalArgumentException("rows " + first + " and " + row + " have the same id \"" + id
                        + "\": ids must differ; leave them out to number the rows");
            if (id.indexOf('\r') >= 0 || !utf8.canEncode(id))
                throw new IllegalArgumentException("the id of row " + row + " holds a carriage return or half a"
                        + " surrogate pair, which files do not keep: take it out");
        }
    }
}
