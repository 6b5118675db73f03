package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder that keeps fetched data between runs. */
public final class DataCache {
    private DataCache() {}

    /**
     * The system property {@code matryoshka.cache}, else the environment variable {@code MATRYOSHKA_CACHE}, else
     * {@code ~/.cache/matryoshka}.
     */
    public static Path folder() {
        Path standard = Path.of(System.getProperty("user.home"), ".cache", "matryoshka");
        return first(standard, System.getProperty("matryoshka.cache"), System.getenv("MATRYOSHKA_CACHE"));
    }

    static Path first(Path standard, String... folders) {
        for (String folder : folders) if (folder != null && !folder.isBlank()) return Path.of(folder);
        return standard;
    }

    /** Writes a file whole or not at all: into a neighbour first, then renamed. */
    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path partial = Files.createTempFile(
                    file.toAbsolutePath().getParent(), file.getFileName().toString(), ".part");
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file + ": name another cache folder in MATRYOSHKA_CACHE", e);
        }
    }
}
