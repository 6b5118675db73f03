package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file as strict UTF-8, with or without a byte order mark; anything else is named, never guessed at. */
final class Utf8File {
    private static final String REMEDY = "; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")";

    private Utf8File() {}

    static String read(Path file) {
        if (!Files.exists(file)) throw new IllegalArgumentException(file + " does not exist: check the path");
        if (Files.isDirectory(file)) throw new IllegalArgumentException(file + " is a folder: name a file in it");
        try {
            return decode(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static String decode(String source, byte[] bytes) {
        if (starts(bytes, 0xFE, 0xFF) || starts(bytes, 0xFF, 0xFE))
            throw new IllegalArgumentException(source + " is in UTF-16, not UTF-8" + REMEDY);
        if (starts(bytes, 'P', 'K', 3, 4))
            throw new IllegalArgumentException(
                    source + " is a zip archive or an Excel workbook, not text; export it as CSV");
        int start = starts(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true); // reports by default
        if (result.isError())
            throw new IllegalArgumentException("%s, line %d: the byte 0x%02X is not UTF-8%s"
                    .formatted(source, line(bytes, in.position()), bytes[in.position()] & 0xFF, REMEDY));
        String text = out.flip().toString();
        if (text.isBlank()) throw new IllegalArgumentException(source + " is empty: it needs a header and rows");
        return text;
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) return false;
        for (int i = 0; i < prefix.length; i++) if ((bytes[i] & 0xFF) != prefix[i]) return false;
        return true;
    }

    private static int line(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) if (bytes[i] == '\n') line++;
        return line;
    }
}
