package matryoshka.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 over a sequence of strings or bytes, each with its length before it: no two sequences look alike. */
public final class Fingerprint {
    private final MessageDigest digest = Checksums.digest();

    public Fingerprint add(String text) {
        return add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds what remains in {@code bytes}, which is read to its end. */
    public Fingerprint add(ByteBuffer bytes) {
        digest.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
        digest.update(bytes);
        return this;
    }

    /** The SHA-256 of all that was added, which begins anew. */
    public String hex() {
        return Checksums.hex(digest.digest());
    }
}
