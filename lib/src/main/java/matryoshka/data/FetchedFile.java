package matryoshka.data;

/**
 * One file of a package, with its pinned SHA-256.
 *
 * @param entry its path in the package; after a {@code !}, in the zip file that the path before it names
 * @param name its path in the {@link DataCache}
 */
public record FetchedFile(String entry, String name, String sha256) {
    /** A file kept by its last name. */
    public FetchedFile(String entry, String sha256) {
        this(entry, entry.substring(entry.lastIndexOf('/') + 1), sha256);
    }
}
