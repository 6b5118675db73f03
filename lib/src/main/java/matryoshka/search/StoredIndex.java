package matryoshka.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.encoder.AtomicFolder;
import matryoshka.encoder.ModelFormatException;

/**
 * N vectors of dimension D in a folder, cut at the nesting dims into blocks, so that a prefix takes only the first of
 * them and a few rows take only their own pages; and the catalog of the rows. The folder holds
 *
 * <ul>
 *   <li>{@code dims-a-b.f32}: the numbers a to b−1 of every row [N, b − a], float32, little-endian, row-major;
 *   <li>{@code graph-m.hnsw}, where asked for: the links of an {@link HnswIndex} over the first m numbers, of unit length;
 *   <li>{@code catalog.csv}: {@code id} and, where known, {@code text} and {@code label} of every row;
 *   <li>{@code index.json}: format, rows, dims, what is known of the rows' length, trained dims, and of every file its
 *       length and CRC-32C.
 * </ul>
 *
 * <p>Opening maps the blocks into memory and reads none of them, however large they are. A block is compared with its
 * checksum when {@link #prefix} first reads it, {@link #select} and {@link #read} do not check what they read, {@link
 * #verify} checks all. Many threads may read at once; close it when none does any more. An opened index stays as it is
 * when its folder is replaced (where the system lets open files be replaced, as Windows does not).
 */
public final class StoredIndex implements VectorStore, AutoCloseable {
    private final Path folder;
    private final IndexFile index;
    private final Arena arena;
    private final List<Block> blocks = new ArrayList<>(); // ascending
    private final Map<Integer, MappedFile> graphs = new HashMap<>(); // by dim
    private final MappedFile catalogFile;
    private Catalog catalog; // once it was asked for

    private StoredIndex(Path folder, IndexFile index, Arena arena) throws IOException {
        this.folder = folder;
        this.index = index;
        this.arena = arena;
        for (IndexFile.Step step : index.steps())
            blocks.add(new Block(step.from(), step.to(), map(Block.name(step.from(), step.to()))));
        for (int dim : index.graphs()) graphs.put(dim, map(GraphFile.name(dim)));
        catalogFile = map(CatalogFile.NAME);
    }

    private MappedFile map(String name) throws IOException {
        return MappedFile.open(folder.resolve(name), index.files().get(name), arena);
    }

    /**
     * Writes an index, whole or not at all: whenever the process is killed, {@link #open} finds the new one or the one
     * before. Takes little memory beside the vectors. Of their labels it keeps the names in the catalog. CSV turns the
     * line breaks {@code \r} and {@code \r\n} of texts and labels into {@code \n}.
     *
     * @param dims where blocks end; D is added if it is not among them
     * @throws IllegalArgumentException if the dims go beyond D, or the catalog has not N rows
     * @throws ModelFormatException if something other than an index stands there, or an index with files added to it
     */
    public static void write(Path folder, Embeddings vectors, NestingDims dims, Catalog catalog) throws IOException {
        write(folder, vectors, dims, catalog, List.of());
    }

    /**
     * The same with graphs, built for that, over the vectors cut to each of {@code graphs} dims and scaled to unit
     * length: {@link #hnsw} then reads them.
     */
    public static void write(Path folder, Embeddings vectors, NestingDims dims, Catalog catalog, List<Integer> graphs)
            throws IOException {
        if (catalog.rows() != vectors.rows())
            throw new IllegalArgumentException(vectors.rows() + " vectors need a catalog of as many rows, got "
                    + catalog.rows() + ": Catalog.of(" + vectors.rows() + ") numbers them");
        NestingDims ends = dims.upTo(vectors.dimension());
        List<Integer> kept = graphs.stream().distinct().sorted().toList();
        AtomicFolder.write(folder, IndexFile::contents, temporary -> {
            for (IndexFile.Step step : IndexFile.steps(ends.dims()))
                Block.write(temporary, vectors, step.from(), step.to());
            CatalogFile.write(temporary, catalog);
            for (int dim : kept)
                GraphFile.write(
                        temporary,
                        dim,
                        HnswIndex.of(vectors.prefix(dim).normalize()).graph());
            IndexFile.describe(temporary, vectors, ends, kept).write(temporary);
        });
    }

    /**
     * Checks that an index may be written to {@code folder}, best before the vectors are computed.
     *
     * @throws ModelFormatException if something other than an index stands there, or an index with files added to it
     */
    public static void checkReplaceable(Path folder) throws IOException {
        AtomicFolder.checkReplaceable(folder, IndexFile::contents);
    }

    /**
     * Opens an index; puts it back first if a writer was killed just when it had moved it aside.
     *
     * @throws ModelFormatException naming the file that is missing, foreign, of another length or of another version
     */
    public static StoredIndex open(Path folder) throws IOException {
        if (!Files.exists(folder)) AtomicFolder.recover(folder);
        AtomicFolder.requireFolder(folder, "an index");
        IndexFile index = IndexFile.read(folder);
        index.requireFiles(folder);
        Arena arena = Arena.ofShared();
        try {
            StoredIndex opened = new StoredIndex(folder, index, arena);
            if (!IndexFile.read(folder).equals(index))
                throw new ModelFormatException(folder, "was replaced while it was opened", "open it again");
            return opened;
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public int size() {
        return index.rows();
    }

    @Override
    public int dimension() {
        return dims().full();
    }

    /** Where blocks end; D is the last. */
    public NestingDims dims() {
        return new NestingDims(index.dims());
    }

    /**
     * {@inheritDoc} Equal bit by bit to the prefix of the vectors that were written, with their trained dims and what
     * is known of their length.
     *
     * @throws UncheckedIOException of a {@link ModelFormatException} if a block is damaged
     */
    @Override
    public Embeddings prefix(int dim) {
        requireOpen();
        requireDim(dim);
        float[] values = new float[size() * dim];
        for (Block block : upTo(dim)) {
            try {
                block.file().verifyOnce();
            } catch (ModelFormatException e) {
                throw new UncheckedIOException(e);
            }
            block.copyAll(values, dim);
        }
        return embeddings(values, size(), dim);
    }

    /** {@inheritDoc} Of the rows not asked for nothing is read but what shares their pages. */
    @Override
    public Embeddings select(int dim, int... rows) {
        requireOpen();
        requireDim(dim);
        for (int row : rows) requireRow(row);
        float[] values = new float[Math.multiplyExact(rows.length, dim)];
        for (Block block : upTo(dim))
            for (int i = 0; i < rows.length; i++) block.copyRow(rows[i], values, i * dim, dim);
        return embeddings(values, rows.length, dim);
    }

    /** {@inheritDoc} Of the others nothing is read but what shares its pages. */
    @Override
    public void read(int row, int dim, float[] into) {
        requireOpen();
        requireDim(dim);
        requireRow(row);
        for (Block block : blocks) if (block.from() < dim) block.copyRow(row, into, 0, dim);
    }

    /**
     * An HNSW index over vectors cut to the dim of {@code units} and scaled to unit length, as {@link AdaptiveRetriever}
     * asks for its shortlist: with the graph that is kept for that dim, or else one built now.
     *
     * @throws UncheckedIOException of a {@link ModelFormatException} if the graph is damaged
     */
    public HnswIndex hnsw(Embeddings units) {
        requireOpen();
        MappedFile file = graphs.get(units.dimension());
        if (file == null) return HnswIndex.of(units);
        try {
            return HnswIndex.of(units, GraphFile.read(file, size()));
        } catch (ModelFormatException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Block> upTo(int dim) {
        return blocks.stream().filter(block -> block.from() < dim).toList();
    }

    private Embeddings embeddings(float[] values, int rows, int dim) {
        Embeddings.Length length =
                dim == dimension() ? index.length() : index.length().whenCut();
        Embeddings embeddings = Embeddings.of(values, rows, dim).withLength(length);
        return index.trainedDims().isEmpty()
                ? embeddings
                : embeddings.withTrainedDims(new NestingDims(index.trainedDims()));
    }

    /**
     * What belongs to the rows; read when it is first asked for.
     *
     * @throws ModelFormatException if it is damaged
     */
    public synchronized Catalog catalog() throws IOException {
        requireOpen();
        if (catalog == null) {
            catalogFile.verifyOnce();
            byte[] bytes = catalogFile.content().toArray(ValueLayout.JAVA_BYTE);
            catalog = CatalogFile.read(catalogFile.path(), bytes, size());
        }
        return catalog;
    }

    /**
     * Reads everything and compares it with its checksums.
     *
     * @throws ModelFormatException naming the first file that is damaged
     */
    public void verify() throws IOException {
        requireOpen();
        for (Block block : blocks) block.file().verify();
        for (MappedFile graph : graphs.values()) graph.verify();
        catalogFile.verify();
    }

    private void requireDim(int dim) {
        if (dim < 1 || dim > dimension())
            throw new IllegalArgumentException("cannot cut to " + dim + " dims: choose 1.." + dimension());
    }

    private void requireRow(int row) {
        if (row < 0 || row >= size())
            throw new IllegalArgumentException(
                    folder + " holds rows 0.." + (size() - 1) + ", asked for row " + row + ": is it of another index?");
    }

    private void requireOpen() {
        if (!arena.scope().isAlive())
            throw new IllegalStateException("the index " + folder + " has been closed: open it again");
    }

    /** Releases the memory; what was read before stays. To close it twice changes nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) arena.close();
    }
}
