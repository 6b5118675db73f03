package matryoshka.vision;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Writes what {@link Idx} reads. */
final class IdxFile {
    private IdxFile() {}

    /** The file's bytes before they are compressed. */
    static byte[] plain(byte[] content, int... shape) {
        ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * (1 + shape.length) + content.length);
        file.put(new byte[] {0, 0, 8, (byte) shape.length});
        for (int size : shape) file.putInt(size);
        return file.put(content).array();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
