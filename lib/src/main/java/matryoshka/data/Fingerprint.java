package matryoshka.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 over a sequence of strings, each with its length before it, so that no two sequences look alike. */
final class Fingerprint {
    private final MessageDigest digest = Checksums.digest();

    Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    String hex() {
        return Checksums.hex(digest.digest());
    }
}
