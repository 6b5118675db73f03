package matryoshka.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;
import matryoshka.data.Checksums;

/** The SHA-256 of every file of a folder by its relative name, as the folder's SHA256SUMS file holds them. */
record Sha256Sums(SortedMap<String, String> sums) {
    static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^\\\\\\r\\n]+)");
    private static final String REMEDY = "copy the folder again from its source, or save the model again";

    Sha256Sums {
        sums = Collections.unmodifiableSortedMap(sums);
    }

    Set<String> names() {
        return sums.keySet();
    }

    /** Hashes the files of {@code folder}; IllegalArgumentException for none, or a name the format cannot hold. */
    static Sha256Sums of(Path folder) throws IOException {
        var sums = new TreeMap<String, String>();
        for (String name : files(folder)) {
            String line = sha256(folder.resolve(name)) + "  " + name;
            if (!LINE.matcher(line).matches())
                throw new IllegalArgumentException(
                        "file name '" + name + "' must hold no backslash and no line break: rename it");
            sums.put(name, line.substring(0, line.indexOf(' ')));
        }
        if (sums.isEmpty()) throw new IllegalArgumentException(folder + " holds no file to sum: write one first");
        return new Sha256Sums(sums);
    }

    /** Writes SHA256SUMS into {@code folder}. */
    void write(Path folder) throws IOException {
        var text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
        Files.writeString(folder.resolve(FILE), text);
    }

    /** Reads the SHA256SUMS of {@code folder}. */
    static Sha256Sums read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, it seals every saved model", REMEDY);
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        var sums = new TreeMap<String, String>();
        for (String line : text.split("\n", -1)) {
            var match = LINE.matcher(line);
            if (match.matches()) sums.put(match.group(2), match.group(1));
            else if (!line.isEmpty())
                throw new ModelFormatException(file, "line '" + line + "' is not '<sha256>  <file>'", REMEDY);
        }
        if (sums.isEmpty() || !text.endsWith("\n")) throw new ModelFormatException(file, "is truncated", REMEDY);
        return new Sha256Sums(sums);
    }

    /** Compares with the files that {@code folder} holds now. */
    void check(Path folder) throws IOException {
        SortedSet<String> present = files(folder);
        for (String name : names())
            if (!present.contains(name))
                throw new ModelFormatException(folder + "/" + name, "is missing, " + FILE + " lists it", REMEDY);
        for (String name : present) {
            Path file = folder.resolve(name);
            String expected = sums.get(name);
            if (expected == null)
                throw new ModelFormatException(file, "is foreign, " + FILE + " does not list it", "move it away");
            String actual = sha256(file);
            if (!actual.equals(expected))
                throw new ModelFormatException(
                        file, "is damaged, its SHA-256 is " + actual + ", expected " + expected, REMEDY);
        }
    }

    /** The names of all files below {@code folder} but SHA256SUMS itself. */
    private static SortedSet<String> files(Path folder) throws IOException {
        SortedSet<String> names = AtomicFolder.files(folder);
        names.remove(FILE);
        return names;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Checksums.sha256(in);
        }
    }
}
