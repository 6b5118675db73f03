package matryoshka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Embeddings as Arrow IPC files, also known as Feather version 2, which pyarrow, pandas and polars read: one row a
 * text, in record batches of {@value #BATCH_ROWS} rows. Columns, none with nulls: {@code text} and {@code label}
 * (utf8), where known, and {@code embedding} (fixed_size_list of D float32). Metadata of the schema: {@code dim} (D),
 * {@code normalized} (true or false) and, where known, {@code trained_dims} (such as 8,16,32).
 *
 * <p>Arrow needs the JVM flag {@code --add-opens=java.base/java.nio=ALL-UNNAMED}; without it, writing throws an
 * {@link IllegalStateException}.
 */
public final class ArrowFile {
    /** Rows held in Arrow's memory at a time. */
    static final int BATCH_ROWS = 4096;

    private static final String EMBEDDING = "embedding";

    private final Embeddings embeddings;
    private final Map<String, IntFunction<String>> words = new LinkedHashMap<>(); // the columns of words: row to cell

    private ArrowFile(Embeddings embeddings) {
        this.embeddings = embeddings;
    }

    /** Writes the column {@code embedding} to {@code file}, whole or not at all. */
    public static void write(Path file, Embeddings embeddings) throws IOException {
        AtomicFile.write(file, new ArrowFile(embeddings)::writeTo);
    }

    /**
     * Writes texts and embeddings to {@code file}, whole or not at all, with their labels if there are classes.
     *
     * @param classes the names of the labels by id; empty leaves the labels out
     * @throws IllegalArgumentException if there are classes but the embeddings have no labels, or other ones
     */
    public static void write(Path file, EmbeddedTexts texts, List<String> classes) throws IOException {
        ArrowFile content = new ArrowFile(texts.embeddings());
        content.words.put("text", texts.texts()::get);
        if (!classes.isEmpty()) {
            requireLabels(texts.embeddings(), classes.size());
            content.words.put("label", row -> classes.get(texts.embeddings().label(row)));
        }
        AtomicFile.write(file, content::writeTo);
    }

    private static void requireLabels(Embeddings embeddings, int classes) {
        if (!embeddings.hasLabels())
            throw new IllegalArgumentException("embeddings need labels to go with " + classes
                    + " classes: attach them with withLabels, or give no classes");
        for (int row = 0; row < embeddings.rows(); row++)
            if (embeddings.label(row) < 0 || embeddings.label(row) >= classes)
                throw new IllegalArgumentException("row " + row + " has label " + embeddings.label(row)
                        + ", but the classes are 0.." + (classes - 1) + ": give those the labels count in");
    }

    private static void requireOpenMemory() {
        Module java = ByteBuffer.class.getModule();
        if (!java.isOpen("java.nio", ArrowBuf.class.getModule()))
            throw new IllegalStateException("Arrow cannot reach this JVM's memory: start Java with "
                    + "--add-opens=java.base/java.nio=ALL-UNNAMED, as the scripts in environment/ do");
    }

    private void writeTo(OutputStream out) throws IOException {
        requireOpenMemory();
        try (BufferAllocator memory = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema(), memory)) {
            // not closed, which would close the file before it has reached the disk; the batch holds all its memory
            ArrowFileWriter writer = new ArrowFileWriter(batch, null, Channels.newChannel(out));
            writer.start();
            for (int from = 0; from < embeddings.rows(); from += BATCH_ROWS) {
                fill(batch, from, Math.min(BATCH_ROWS, embeddings.rows() - from));
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private Schema schema() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("dim", String.valueOf(embeddings.dimension()));
        metadata.put("normalized", String.valueOf(embeddings.isNormalized()));
        embeddings.trainedDims().ifPresent(dims -> metadata.put("trained_dims", dims.toString()));
        List<Field> columns = new ArrayList<>();
        words.keySet().forEach(name -> columns.add(column(name, new ArrowType.Utf8(), List.of())));
        Field number = column("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), List.of());
        columns.add(column(EMBEDDING, new ArrowType.FixedSizeList(embeddings.dimension()), List.of(number)));
        return new Schema(columns, metadata);
    }

    private static Field column(String name, ArrowType type, List<Field> children) {
        return new Field(name, FieldType.notNullable(type), children);
    }

    private void fill(VectorSchemaRoot batch, int from, int count) {
        words.forEach((name, cells) -> fill((VarCharVector) batch.getVector(name), cells, from, count));
        fill((FixedSizeListVector) batch.getVector(EMBEDDING), from, count);
        batch.setRowCount(count);
    }

    private static void fill(VarCharVector column, IntFunction<String> cells, int from, int count) {
        column.reset();
        for (int i = 0; i < count; i++) column.setSafe(i, cells.apply(from + i).getBytes(StandardCharsets.UTF_8));
    }

    private void fill(FixedSizeListVector column, int from, int count) {
        int dim = embeddings.dimension();
        Float4Vector numbers = (Float4Vector) column.getDataVector();
        column.setInitialCapacity(count);
        column.allocateNew();
        setAll(column.getValidityBuffer());
        setAll(numbers.getValidityBuffer());
        numbers.getDataBuffer()
                .nioBuffer(0, count * dim * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(embeddings.values(), from * dim, count * dim);
    }

    private static void setAll(ArrowBuf bits) {
        bits.setOne(0, bits.capacity());
    }
}
