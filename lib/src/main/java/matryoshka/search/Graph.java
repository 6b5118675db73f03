package matryoshka.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;

/** The links of an HNSW graph: built by Lucene, kept in flat arrays, so that a search follows few pointers. */
final class Graph {
    private final int entry;
    private final int levels;
    private final int width; // of a row's links on the lowest level: how many, and they
    private final int[] lowest; // [N, width]
    private final int[][][] upper; // [N][level − 1][links]; null for rows on the lowest level alone

    private Graph(HnswGraph built, int rows) throws IOException {
        entry = built.entryNode();
        levels = built.numLevels();
        width = 1 + 2 * built.maxConn();
        lowest = new int[Math.multiplyExact(rows, width)];
        upper = new int[rows][][];
        for (int row = 0; row < rows; row++) {
            int[] links = links(built, 0, row);
            lowest[row * width] = links.length;
            System.arraycopy(links, 0, lowest, row * width + 1, links.length);
        }
        for (int level = levels - 1; level > 0; level--)
            for (var rowsThere = built.getNodesOnLevel(level); rowsThere.hasNext(); ) {
                int row = rowsThere.nextInt();
                if (upper[row] == null) upper[row] = new int[level][];
                upper[row][level - 1] = links(built, level, row);
            }
    }

    /** As it was kept: see the fields. */
    Graph(int entry, int levels, int width, int[] lowest, int[][][] upper) {
        this.entry = entry;
        this.levels = levels;
        this.width = width;
        this.lowest = lowest;
        this.upper = upper;
    }

    private static int[] links(HnswGraph built, int level, int row) throws IOException {
        built.seek(level, row);
        int[] links = new int[built.neighborCount()];
        int count = 0;
        for (int next = built.nextNeighbor(); next != DocIdSetIterator.NO_MORE_DOCS; next = built.nextNeighbor())
            links[count++] = next;
        return links;
    }

    /** Links all rows, one after the other. */
    static Graph of(Similarities similarities, int rows, HnswOptions options) {
        try {
            return new Graph(
                    HnswGraphBuilder.create(similarities, options.links(), options.building(), options.seed(), rows)
                            .build(rows),
                    rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
    }

    int rows() {
        return upper.length;
    }

    /** Where a search begins, on the highest level. */
    int entry() {
        return entry;
    }

    int levels() {
        return levels;
    }

    /** The highest level that a row is on. */
    int highest(int row) {
        return upper[row] == null ? 0 : upper[row].length;
    }

    /** A row's links on a level above the lowest, on which it must be. */
    int[] links(int level, int row) {
        return upper[row][level - 1];
    }

    /** The array in which {@link #start} finds a row's links on the lowest level: their number, then they. */
    int[] lowest() {
        return lowest;
    }

    int start(int row) {
        return row * width;
    }

    /** Of a row, on any level. */
    int mostLinks() {
        return width - 1;
    }

    long bytes() {
        long above = 0;
        for (int[][] row : upper) if (row != null) for (int[] links : row) above += links.length;
        return Integer.BYTES * (lowest.length + above + upper.length);
    }
}
