package matryoshka.encoder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What atomic writing needs of the file system: forced contents, forced names, renames, removal of trees. */
final class DurableFiles {
    private DurableFiles() {}

    /** Forces all files below {@code root}, and the folders' lists of names, onto the disk. */
    static void forceTree(Path root) throws IOException {
        for (Path path : tree(root)) {
            if (Files.isDirectory(path)) forceFolder(path);
            else forceFile(path);
        }
    }

    private static void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) return; // cannot open folders
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    /** Renames in one step; readers see the old or the new, never a part. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(to.toAbsolutePath().getParent());
    }

    /** Every file and folder below {@code root}, itself first, without following links. */
    static List<Path> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.toList();
        }
    }

    static void deleteTree(Path root) throws IOException {
        for (Path path : tree(root).stream().sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
}
