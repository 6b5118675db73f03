package matryoshka.bert;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import org.nd4j.shade.protobuf.CodedInputStream;

/**
 * A sorted table of keys and values as LevelDB writes it: blocks of entries that share their keys' beginnings, a block
 * that says where the others are, a footer that says where that one is. Uncompressed; every checksum is checked.
 *
 * <p>The format is described in <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">LevelDB's
 * documentation</a>.
 */
final class LevelDbTable {
    static final long MAGIC = 0xdb4775248b80fb57L;
    static final int FOOTER_BYTES = 48;
    private static final int TRAILER_BYTES = 5; // a block's compression and checksum
    private static final int MOST_KEYS_A_WHOLE_ONE = 16; // how many may follow before a key is stored whole again
    private static final long MOST_BYTES = 100_000_000;
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final byte[] bytes;
    private final MemorySegment segment;
    private long keyBytes;

    private record Entry(byte[] key, byte[] value) {}

    private record Handle(long offset, long size) {
        static Handle read(CodedInputStream in) throws IOException {
            return new Handle(in.readUInt64(), in.readUInt64());
        }
    }

    private LevelDbTable(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
        segment = MemorySegment.ofArray(bytes);
    }

    /**
     * Key → value, in the table's order; keys that are no UTF-8 are read with replacement characters.
     *
     * @throws ModelFormatException if the file is missing, malformed, compressed, or larger than 100 MB
     */
    static Map<String, byte[]> read(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, a checkpoint's index was expected", "check the path");
        if (Files.size(file) > MOST_BYTES) throw fault(file, "has more than " + MOST_BYTES + " bytes");
        try {
            return new LevelDbTable(file, Files.readAllBytes(file)).entries();
        } catch (ModelFormatException e) {
            throw e;
        } catch (IOException e) {
            throw fault(file, "is malformed (" + e.getMessage() + ")").initCause(e);
        }
    }

    private Map<String, byte[]> entries() throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        long end = 0;
        byte[] last = null;
        for (Entry each : block(index())) {
            Handle handle = Handle.read(CodedInputStream.newInstance(each.value()));
            if (handle.offset() < end)
                throw fault(file, "has overlapping blocks at " + handle.offset() + " and up to " + end);
            for (Entry entry : block(handle)) {
                checkOrder(last, entry.key());
                last = entry.key();
                entries.put(new String(last, StandardCharsets.UTF_8), entry.value());
            }
            end = handle.offset() + handle.size() + TRAILER_BYTES;
        }
        return entries;
    }

    /** Where the block is that says where the others are. */
    private Handle index() throws IOException {
        int footer = bytes.length - FOOTER_BYTES;
        if (footer < 0 || segment.get(LONG, bytes.length - Long.BYTES) != MAGIC)
            throw fault(file, "does not end as a checkpoint's index does (truncated, or another file)");
        CodedInputStream in = CodedInputStream.newInstance(bytes, footer, FOOTER_BYTES - Long.BYTES);
        Handle.read(in); // of metadata, which TensorFlow does not write
        return Handle.read(in);
    }

    private List<Entry> block(Handle handle) throws IOException {
        long room = bytes.length - FOOTER_BYTES - TRAILER_BYTES;
        if (handle.offset() < 0 || handle.size() < Integer.BYTES || handle.size() > room - handle.offset())
            throw fault(file, "has no " + handle + " within its " + bytes.length + " bytes");
        int begin = (int) handle.offset();
        int size = (int) handle.size();
        checkTrailer(begin, size);
        int restarts = segment.get(INT, begin + size - Integer.BYTES); // whole keys, for binary search
        long length = size - Integer.BYTES * (1L + restarts);
        if (restarts < 0 || length < 0)
            throw fault(file, "has a block of " + size + " bytes with " + restarts + " restarts");
        return entries(CodedInputStream.newInstance(bytes, begin, (int) length));
    }

    private void checkTrailer(int begin, int size) throws ModelFormatException {
        int checksum = segment.get(INT, begin + size + 1);
        if (MaskedCrc.of(segment.asSlice(begin, size + 1)) != checksum)
            throw fault(file, "is damaged: its block at " + begin + " has another checksum");
        byte compression = segment.get(JAVA_BYTE, begin + size);
        if (compression != 0)
            throw new ModelFormatException(
                    file,
                    "is compressed (method " + compression + "), only plain indexes are read",
                    "load the checkpoint in TensorFlow and save it again: its savers do not compress");
    }

    private List<Entry> entries(CodedInputStream in) throws IOException {
        var entries = new ArrayList<Entry>();
        byte[] key = null;
        while (!in.isAtEnd()) {
            int shared = in.readUInt32();
            int own = in.readUInt32();
            int length = in.readUInt32();
            if (shared < 0 || shared > (key == null ? 0 : key.length))
                throw fault(file, "has a key that shares " + shared + " bytes of a shorter one");
            byte[] next = key(key, shared, in.readRawBytes(own));
            checkOrder(key, next);
            entries.add(new Entry(next, in.readRawBytes(length)));
            key = next;
        }
        return entries;
    }

    private byte[] key(byte[] last, int shared, byte[] own) throws ModelFormatException {
        keyBytes += shared + own.length;
        if (keyBytes > (long) MOST_KEYS_A_WHOLE_ONE * bytes.length)
            throw fault(file, "has keys that unfold to more than " + MOST_KEYS_A_WHOLE_ONE + " times its size");
        if (shared == 0) return own;
        byte[] key = Arrays.copyOf(last, shared + own.length);
        System.arraycopy(own, 0, key, shared, own.length);
        return key;
    }

    private void checkOrder(byte[] last, byte[] next) throws ModelFormatException {
        if (last != null && Arrays.compareUnsigned(last, next) >= 0)
            throw fault(file, "has keys out of order at " + new String(next, StandardCharsets.UTF_8));
    }

    private static ModelFormatException fault(Path file, String fault) {
        return new ModelFormatException(file, fault, "fetch or save the checkpoint again");
    }
}
