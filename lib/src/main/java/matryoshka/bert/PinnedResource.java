package matryoshka.bert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import matryoshka.data.Checksums;
import matryoshka.encoder.ModelFormatException;

/** A class path resource of known length and SHA-256. */
record PinnedResource(String name, int bytes, String sha256) implements PinnedFile {
    @Override
    public ByteBuffer read() throws IOException {
        try (InputStream in = PinnedResource.class.getResourceAsStream(name)) {
            if (in == null)
                throw new ModelFormatException(name, "is not on the class path", "add the artifact that holds it");
            byte[] content = new byte[bytes];
            int read = in.readNBytes(content, 0, bytes);
            if (read < bytes || in.read() >= 0 || !Checksums.sha256(content).equals(sha256))
                throw new ModelFormatException(
                        name,
                        "is not the expected file of " + bytes + " bytes, SHA-256 " + sha256,
                        "use the pinned version of its artifact, or delete it from the Maven repository");
            return ByteBuffer.wrap(content);
        }
    }
}
