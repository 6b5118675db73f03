package matryoshka.bert;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of known contents: what {@link #read} returns was held against its checksum. */
interface PinnedFile {
    /** What errors call it. */
    String name();

    /**
     * Its bytes.
     *
     * @throws matryoshka.encoder.ModelFormatException if it is missing or another file
     */
    ByteBuffer read() throws IOException;
}
