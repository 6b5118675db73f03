package matryoshka.vision;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzipped file in the IDX form of the MNIST sets: two zeros, the type (8: unsigned bytes), the rank, each size as a
 * big-endian int, then the bytes in c order.
 *
 * @param source what errors call it
 * @param shape its sizes, each 1 or more
 * @param bytes as many as the shape says
 */
record Idx(String source, int[] shape, byte[] bytes) {
    private static final int UNSIGNED_BYTE = 8;
    private static final long MOST_INFLATED = 1032; // bytes that one byte of deflate may stand for

    /**
     * Reads a file of that rank.
     *
     * @param gzipped the file's bytes
     * @throws IllegalArgumentException naming the source and what is wrong with it
     */
    static Idx read(String source, byte[] gzipped, int rank) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            int[] shape = shape(source, in, rank);
            long total = total(source, shape);
            if (total > MOST_INFLATED * gzipped.length) throw shorter(source, total);
            byte[] bytes = in.readNBytes((int) total);
            if (bytes.length < total) throw shorter(source, total);
            if (in.read() >= 0) throw fault(source, "goes on after the " + total + " bytes its header promises");
            return new Idx(source, shape, bytes);
        } catch (ZipException | EOFException e) {
            throw (IllegalArgumentException) fault(source, "is no whole gzip file (" + e.getMessage() + ")")
                    .initCause(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source, e);
        }
    }

    private static int[] shape(String source, InputStream in, int rank) throws IOException {
        byte[] magic = in.readNBytes(Integer.BYTES);
        if (!Arrays.equals(magic, new byte[] {0, 0, UNSIGNED_BYTE, (byte) rank}))
            throw fault(
                    source,
                    "does not begin as IDX of unsigned bytes and rank " + rank + ": got " + Arrays.toString(magic));
        byte[] sizes = in.readNBytes(rank * Integer.BYTES);
        if (sizes.length < rank * Integer.BYTES) throw fault(source, "ends within its header");
        int[] shape = new int[rank];
        ByteBuffer.wrap(sizes).asIntBuffer().get(shape);
        return shape;
    }

    private static long total(String source, int[] shape) {
        long total = 1;
        for (int size : shape) {
            if (size < 1) throw fault(source, "has sizes " + Arrays.toString(shape) + ", each must be 1 or more");
            total *= size;
            if (total > Integer.MAX_VALUE - Long.BYTES)
                throw fault(source, "has sizes " + Arrays.toString(shape) + ", more than an array of 2 GiB holds");
        }
        return total;
    }

    private static IllegalArgumentException shorter(String source, long total) {
        return fault(source, "is shorter than the " + total + " bytes its header promises");
    }

    private static IllegalArgumentException fault(String source, String fault) {
        return new IllegalArgumentException(source + ": " + fault + "; fetch or write the file again");
    }
}
