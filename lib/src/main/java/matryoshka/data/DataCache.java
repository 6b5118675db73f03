package matryoshka.data;

import java.nio.file.Path;

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
}
