package matryoshka.search;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import matryoshka.Embeddings;

/** The numbers of the dims {@code from..to-1} of all rows: a file [N, to − from], float32, little-endian, row-major. */
record Block(int from, int to, MappedFile file) {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static String name(int from, int to) {
        return "dims-" + from + "-" + to + ".f32";
    }

    /** How many bytes the block of {@code rows} rows takes. */
    static long bytes(int rows, int from, int to) {
        return (long) rows * (to - from) * Float.BYTES;
    }

    static void write(Path folder, Embeddings vectors, int from, int to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer numbers = chunk.asFloatBuffer();
        Path file = folder.resolve(name(from, to));
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int row = 0; row < vectors.rows(); row++) {
                for (int dim = from; dim < to; ) {
                    int count = Math.min(to - dim, numbers.remaining());
                    numbers.put(vectors.values(), row * vectors.dimension() + dim, count);
                    dim += count;
                    if (!numbers.hasRemaining()) flush(chunk, numbers, out);
                }
            }
            flush(chunk, numbers, out);
        }
    }

    private static void flush(ByteBuffer chunk, FloatBuffer numbers, FileChannel out) throws IOException {
        chunk.clear().limit(numbers.position() * Float.BYTES);
        while (chunk.hasRemaining()) out.write(chunk);
        numbers.clear();
    }

    /** Copies what rows of {@code dim} dims take of all rows into {@code target} [N, dim]. */
    void copyAll(float[] target, int dim) {
        if (from == 0 && to == dim) MemorySegment.copy(file.content(), FLOAT, 0, target, 0, target.length);
        else for (int row = 0; row < target.length / dim; row++) copyRow(row, target, row * dim, dim);
    }

    /** Copies what row {@code row} of {@code dim} dims takes into the row that starts at {@code start}. */
    void copyRow(int row, float[] target, int start, int dim) {
        int width = Math.min(to, dim) - from;
        MemorySegment.copy(file.content(), FLOAT, bytes(row, from, to), target, start + from, width);
    }
}
