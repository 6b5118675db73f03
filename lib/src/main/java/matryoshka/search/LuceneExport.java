package matryoshka.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.encoder.AtomicFolder;
import matryoshka.encoder.ModelFormatException;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NoLockFactory;

/**
 * Adaptive retrieval for users of Lucene: a directory that Lucene 10.6 (and later 10.x) reads with its own codec,
 * without this library. It holds one segment, whose document i is row i, with the fields
 *
 * <ul>
 *   <li>{@value #ID}, and where known {@value #LABEL}: exact terms, stored; {@value #TEXT}, where known: full text
 *       (StandardAnalyzer), stored;
 *   <li>{@value #PREFIX}: the first numbers of the vector [D_s], scaled to unit length, with an HNSW graph as Lucene
 *       builds it by default (which it does not below some 650 rows: there it searches exactly);
 *   <li>{@value #FULL}: the vector [D], scaled to unit length, to sort the list again by.
 * </ul>
 *
 * <p>Both compare by DOT_PRODUCT, here the cosine: {@code score = (1 + cos) / 2}. A query is cut and scaled alike:
 *
 * <pre>{@code
 * Query shortlist = new KnnFloatVectorQuery("prefix", unitPrefix, 200);
 * Query sorted = RescoreTopNQuery.createFullPrecisionRescorerQuery(shortlist, unitVector, "full", 200);
 * TopDocs ten = searcher.search(sorted, 10);
 * }</pre>
 *
 * <p>A vector field takes a graph in Lucene, and no format without one is registered for plain readers. The full
 * vectors are therefore written in the format of the default codec, told to build no graph for any number of rows: that
 * saves the time and the space of a second graph. The price: a KnnFloatVectorQuery
 * on {@value #FULL} compares all rows, exactly; and a plain IndexWriter that adds documents builds that graph when it
 * merges.
 */
public final class LuceneExport {
    /** The fields. */
    public static final String ID = "id", TEXT = "text", LABEL = "label", PREFIX = "prefix", FULL = "full";

    /** The most dims D that Lucene's vector fields take. */
    public static final int MOST_DIMS = KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS;

    private static final int PART = 1024; // rows read at once
    private static final int BUFFER_MEGABYTES = 256;

    private LuceneExport() {}

    /** The rows of {@code vectors} [N, D]; see {@link #write(Path, VectorStore, int, Catalog)}. */
    public static void write(Path folder, Embeddings vectors, int shortDim, Catalog catalog) throws IOException {
        write(folder, VectorStore.of(vectors), shortDim, catalog);
    }

    /**
     * Writes the rows of {@code vectors} [N, D] of any length, read in parts; whole or not at all.
     *
     * @param shortDim D_s, the dims of the short list
     * @throws IllegalArgumentException if D_s is not in 1..D−1, D is more than {@value #MOST_DIMS}, there are no rows,
     *     the catalog has not N, or a number is NaN or infinite
     * @throws ModelFormatException if a file, or a folder that is not empty, stands there
     */
    public static void write(Path folder, VectorStore vectors, int shortDim, Catalog catalog) throws IOException {
        requireDims(vectors.dimension(), shortDim);
        if (vectors.size() == 0)
            throw new IllegalArgumentException("a Lucene directory is written of one vector or more, got 0");
        if (catalog.rows() != vectors.size())
            throw new IllegalArgumentException(vectors.size() + " vectors need a catalog of as many rows, got "
                    + catalog.rows() + ": Catalog.of(" + vectors.size() + ") numbers them");
        AtomicFolder.write(folder, LuceneExport::nothing, temporary -> fill(temporary, vectors, shortDim, catalog));
    }

    /**
     * Checks that a directory may be written to {@code folder}, best before the vectors are computed.
     *
     * @throws ModelFormatException if a file, or a folder that is not empty, stands there
     */
    public static void checkReplaceable(Path folder) throws IOException {
        AtomicFolder.checkReplaceable(folder, LuceneExport::nothing);
    }

    /** Lucene directories are added to by other programs, so none is replaced. */
    private static Set<String> nothing(Path folder) {
        return Set.of();
    }

    private static void requireDims(int dimension, int shortDim) {
        if (dimension > MOST_DIMS)
            throw new IllegalArgumentException("Lucene's vector fields take at most " + MOST_DIMS
                    + " dims, the vectors have " + dimension + ": cut them before, as by truncate(" + MOST_DIMS + ")");
        if (shortDim < 1 || shortDim >= dimension)
            throw new IllegalArgumentException("the short prefix must have fewer dims than the vectors, which have "
                    + dimension + ", and 1 or more, got " + shortDim);
    }

    private static void fill(Path folder, VectorStore vectors, int shortDim, Catalog catalog) throws IOException {
        try (Directory directory = FSDirectory.open(folder, NoLockFactory.INSTANCE);
                StandardAnalyzer analyzer = new StandardAnalyzer();
                IndexWriter writer = new IndexWriter(directory, config(analyzer))) {
            LuceneRows rows = new LuceneRows(catalog, shortDim);
            for (int from = 0; from < vectors.size(); from += PART) {
                int to = Math.min(vectors.size(), from + PART);
                int[] part = IntStream.range(from, to).toArray();
                writer.addDocuments(rows.documents(vectors.select(vectors.dimension(), part), from));
            }
            writer.forceMerge(1);
        }
    }

    /** Rows keep their order: one thread adds them, and only neighbouring segments are merged. */
    private static IndexWriterConfig config(StandardAnalyzer analyzer) {
        return new IndexWriterConfig(analyzer)
                .setCodec(new OneGraph())
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMergePolicy(new LogDocMergePolicy())
                .setMergeScheduler(new SerialMergeScheduler());
    }

    /** The default codec but for the graph that the full vectors do without; segments bear the default's names. */
    private static final class OneGraph extends Lucene104Codec {
        private final KnnVectorsFormat flat = new Lucene99HnswVectorsFormat(
                Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
                Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
                Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
                null, // no threads for merging
                Integer.MAX_VALUE); // segments of fewer rows get no graph

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return field.equals(FULL) ? flat : super.getKnnVectorsFormatForField(field);
        }
    }
}
