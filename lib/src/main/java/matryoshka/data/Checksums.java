package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as lower-case hex, and its comparison with a pinned value. */
public final class Checksums {
    private Checksums() {}

    public static String sha256(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    /** Fails unless {@code bytes} have the SHA-256 {@code expected}, naming {@code what} and the {@code remedy}. */
    public static void verify(String what, byte[] bytes, String expected, String remedy) {
        verify(what, sha256(bytes), expected, remedy);
    }

    static void verify(String what, String actual, String expected, String remedy) {
        if (!actual.equals(expected))
            throw new IllegalArgumentException(
                    what + " has SHA-256 " + actual + " but must have " + expected + ": " + remedy);
    }

    /** The same of everything a stream holds. */
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
