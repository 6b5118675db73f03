package matryoshka.search;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import matryoshka.encoder.ModelFormatException;

/** A file of an index in memory, of the length it must have; its bytes are read from the disk when they are used. */
final class MappedFile {
    private final Path path;
    private final StoredFile expected;
    private final MemorySegment content;
    private volatile boolean sound;

    private MappedFile(Path path, StoredFile expected, MemorySegment content) {
        this.path = path;
        this.expected = expected;
        this.content = content;
    }

    /** Maps it until {@code arena} closes. */
    static MappedFile open(Path path, StoredFile expected, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() != expected.bytes())
                throw new ModelFormatException(
                        path,
                        "has " + channel.size() + " bytes, expected " + expected.bytes()
                                + (channel.size() < expected.bytes() ? " (truncated?)" : ""),
                        IndexFile.REMEDY);
            return new MappedFile(path, expected, channel.map(MapMode.READ_ONLY, 0, expected.bytes(), arena));
        }
    }

    Path path() {
        return path;
    }

    MemorySegment content() {
        return content;
    }

    /** Reads all of it and compares checksums. */
    void verify() throws ModelFormatException {
        StoredFile actual = StoredFile.of(content);
        if (!actual.equals(expected))
            throw new ModelFormatException(
                    path,
                    "is damaged, its CRC-32C is " + actual.crc32c() + ", expected " + expected.crc32c(),
                    IndexFile.REMEDY);
        sound = true;
    }

    /** The same unless it was found sound before. */
    void verifyOnce() throws ModelFormatException {
        if (!sound) verify();
    }
}
