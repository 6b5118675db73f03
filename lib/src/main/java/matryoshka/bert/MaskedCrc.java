package matryoshka.bert;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** The checksum of LevelDB and TensorFlow: CRC-32C, rotated and shifted so that a checksum may itself be summed. */
final class MaskedCrc {
    private static final int DELTA = 0xa282ead8;
    private static final int ROTATION = 15;
    private static final long CHUNK_BYTES = 1L << 30; // a byte buffer's length is an int

    private MaskedCrc() {}

    static int of(MemorySegment bytes) {
        var crc = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES)
            crc.update(bytes.asSlice(at, Math.min(CHUNK_BYTES, bytes.byteSize() - at))
                    .asByteBuffer());
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
    }
}
