package matryoshka.search;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import matryoshka.encoder.ModelFormatException;

/**
 * A graph over the unit prefixes of an index, as int32, big-endian: rows, entry, levels, width; the lowest level's links
 * [rows, width], each row's number of links first; then, for every row on higher levels, the row, its highest level, and
 * on each level from the first up the number of links and they.
 */
final class GraphFile {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 4;

    private GraphFile() {}

    static String name(int dim) {
        return "graph-" + dim + ".hnsw";
    }

    static void write(Path folder, int dim, Graph graph) throws IOException {
        Path file = folder.resolve(name(dim));
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)))) {
            out.writeInt(graph.rows());
            out.writeInt(graph.entry());
            out.writeInt(graph.levels());
            out.writeInt(graph.start(1));
            for (int link : graph.lowest()) out.writeInt(link);
            for (int row = 0; row < graph.rows(); row++) {
                int highest = graph.highest(row);
                if (highest == 0) continue;
                out.writeInt(row);
                out.writeInt(highest);
                for (int level = 1; level <= highest; level++) {
                    out.writeInt(graph.links(level, row).length);
                    for (int link : graph.links(level, row)) out.writeInt(link);
                }
            }
        }
    }

    /**
     * The graph over {@code rows} rows.
     *
     * @throws ModelFormatException if it is damaged, or leads out of the rows
     */
    static Graph read(MappedFile file, int rows) throws ModelFormatException {
        file.verifyOnce();
        try {
            return new Reader(file.content(), rows).graph();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ModelFormatException(file.path(), "is no graph (" + e.getMessage() + ")", IndexFile.REMEDY)
                    .initCause(e);
        }
    }

    /** Goes through a file's numbers. */
    private static final class Reader {
        private final MemorySegment content;
        private final int rows;
        private long at;

        Reader(MemorySegment content, int rows) {
            this.content = content;
            this.rows = rows;
        }

        Graph graph() {
            if (next() != rows) throw new IllegalArgumentException("it is not over " + rows + " rows");
            int entry = below(rows), levels = next(), width = next();
            long lowestBytes = (long) rows * width * Integer.BYTES;
            if (width < 1 || lowestBytes > content.byteSize())
                throw new IllegalArgumentException("its links exceed the file");
            int[] lowest = new int[rows * width];
            MemorySegment.copy(content, INT, (long) HEADER * Integer.BYTES, lowest, 0, lowest.length);
            at += lowestBytes;
            for (int row = 0; row < rows; row++) requireLinks(lowest, row * width, width);
            int[][][] upper = new int[rows][][];
            while (at < content.byteSize()) {
                int row = below(rows);
                upper[row] = new int[below(levels)][];
                for (int level = 0; level < upper[row].length; level++) upper[row][level] = links(width);
            }
            Graph graph = new Graph(entry, levels, width, lowest, upper);
            if (graph.highest(entry) != levels - 1)
                throw new IllegalArgumentException("it is entered below its highest level");
            for (int row = 0; row < rows; row++)
                for (int level = 1; level <= graph.highest(row); level++)
                    for (int link : graph.links(level, row))
                        if (graph.highest(link) < level)
                            throw new IllegalArgumentException("a link on level " + level + " leads below it");
            return graph;
        }

        private void requireLinks(int[] lowest, int start, int width) {
            int count = lowest[start];
            if (count < 0 || count >= width) throw new IllegalArgumentException("a row has " + count + " links");
            for (int i = start + 1; i <= start + count; i++)
                if (lowest[i] < 0 || lowest[i] >= rows)
                    throw new IllegalArgumentException("a link leads to row " + lowest[i]);
        }

        private int[] links(int width) {
            int[] links = new int[below(width)];
            for (int i = 0; i < links.length; i++) links[i] = below(rows);
            return links;
        }

        private int next() {
            int number = content.get(INT, at);
            at += Integer.BYTES;
            return number;
        }

        private int below(int bound) {
            int number = next();
            if (number < 0 || number >= bound)
                throw new IllegalArgumentException(number + " stands where 0.." + (bound - 1) + " must");
            return number;
        }
    }
}
