package matryoshka.search;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a file must hold.
 *
 * @param bytes its length
 * @param crc32c its checksum, 8 hex digits: CRC-32C (RFC 3720, appendix B.4), which processors compute about as fast as
 *     memory is read
 */
record StoredFile(long bytes, String crc32c) {
    private static final long CHUNK_BYTES = 1L << 30; // a buffer cannot hold more than 2 GiB

    static StoredFile of(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file)) {
            return of(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    static StoredFile of(MemorySegment content) {
        CRC32C sum = new CRC32C();
        for (long at = 0; at < content.byteSize(); at += CHUNK_BYTES)
            sum.update(content.asSlice(at, Math.min(CHUNK_BYTES, content.byteSize() - at))
                    .asByteBuffer());
        return new StoredFile(content.byteSize(), HexFormat.of().toHexDigits((int) sum.getValue()));
    }
}
