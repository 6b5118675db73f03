package matryoshka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Embeddings as NumPy files: {@code numpy.load} reads what {@link #write} wrote. Little-endian float32, C order,
 * [N, D], format version 1.0; labels and trained dims are not part of the file (format: NumPy enhancement proposal 1).
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MAX_HEADER_BYTES = 1 << 16;
    private static final long MAX_VALUES = Integer.MAX_VALUE - 8; // the longest array of floats
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,10})\\s*,\\s*(\\d{1,10})\\s*,?\\s*\\)");

    private Npy() {}

    /** Writes the values of {@code embeddings} [N, D] to {@code file}, whole or not at all. */
    public static void write(Path file, Embeddings embeddings) throws IOException {
        AtomicFile.write(file, out -> {
            out.write(header("<f4", embeddings.rows(), embeddings.dimension()));
            writeValues(out, embeddings.values());
        });
    }

    /** Writes a table of whole numbers [N, M], such as the ids of neighbours, as little-endian int32. */
    public static void write(Path file, int[][] table) throws IOException {
        int columns = table.length == 0 ? 0 : table[0].length;
        ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(table.length, columns * Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        IntBuffer numbers = values.asIntBuffer();
        for (int[] row : table) numbers.put(row);
        AtomicFile.write(file, out -> {
            out.write(header("<i4", table.length, columns));
            out.write(values.array());
        });
    }

    /**
     * Reads embeddings [N, D] without labels.
     *
     * @throws IllegalArgumentException if the file is not a whole .npy file of float32 in two dimensions and C order
     */
    public static Embeddings read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            String header = readHeader(file, channel);
            requireEntry(file, header, "'descr'\\s*:\\s*'<f4'", "little-endian float32: save with array.astype('<f4')");
            requireEntry(
                    file, header, "'fortran_order'\\s*:\\s*False", "C order: save with numpy.ascontiguousarray(array)");
            Matcher shape = SHAPE.matcher(header);
            if (!shape.find()) throw unreadable(file, "needs two dimensions [N, D], its header is " + header.strip());
            return readValues(file, channel, Long.parseLong(shape.group(1)), Long.parseLong(shape.group(2)));
        }
    }

    private static byte[] header(String type, int rows, int dimension) {
        String entries =
                "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + rows + ", " + dimension + "), }";
        int before = MAGIC.length + 2 + Short.BYTES;
        int padding = ALIGNMENT - (before + entries.length() + 1) % ALIGNMENT;
        byte[] text = (entries + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(before + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static void writeValues(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; ) {
            int count = Math.min(values.length - at, CHUNK_BYTES / Float.BYTES);
            chunk.clear().asFloatBuffer().put(values, at, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
            at += count;
        }
    }

    private static String readHeader(Path file, FileChannel channel) throws IOException {
        ByteBuffer start = readFully(file, channel, MAGIC.length + 2);
        for (byte expected : MAGIC)
            if (start.get() != expected)
                throw unreadable(file, "does not start as a .npy file does; is it another format?");
        int version = start.get();
        if (version < 1 || version > 3) throw unreadable(file, "has format version " + version + ", known are 1 to 3");
        int length = version == 1
                ? readFully(file, channel, Short.BYTES).getShort() & 0xffff
                : readFully(file, channel, Integer.BYTES).getInt();
        if (length < 0 || length > MAX_HEADER_BYTES) throw unreadable(file, "claims a header of " + length + " bytes");
        return StandardCharsets.UTF_8.decode(readFully(file, channel, length)).toString();
    }

    private static void requireEntry(Path file, String header, String entry, String need) {
        if (!Pattern.compile(entry).matcher(header).find())
            throw unreadable(file, "needs " + need + "; its header is " + header.strip());
    }

    private static Embeddings readValues(Path file, FileChannel channel, long rows, long dimension) throws IOException {
        if (dimension < 1 || tooMany(rows, dimension))
            throw unreadable(
                    file,
                    "announces [" + rows + ", " + dimension + "]: embeddings need at least one dim and at" + " most "
                            + MAX_VALUES + " values; split the file by rows");
        long count = rows * dimension;
        long present = channel.size() - channel.position();
        if (present != count * Float.BYTES)
            throw unreadable(
                    file,
                    "announces [" + rows + ", " + dimension + "] = " + count * Float.BYTES + " bytes of values but has "
                            + present + "; was it cut off?");
        float[] values = new float[(int) count];
        for (int at = 0; at < values.length; ) {
            int step = Math.min(values.length - at, CHUNK_BYTES / Float.BYTES);
            readFully(file, channel, step * Float.BYTES).asFloatBuffer().get(values, at, step);
            at += step;
        }
        return Embeddings.of(values, (int) rows, (int) dimension);
    }

    private static boolean tooMany(long rows, long dimension) {
        return rows > MAX_VALUES || dimension > MAX_VALUES || rows * dimension > MAX_VALUES;
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining())
            if (channel.read(buffer) < 0) throw unreadable(file, "ends in the middle of its header; was it cut off?");
        return buffer.flip();
    }

    private static IllegalArgumentException unreadable(Path file, String why) {
        return new IllegalArgumentException("cannot read embeddings from " + file + ": it " + why);
    }
}
