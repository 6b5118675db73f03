package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a folder whole or not at all: into a hidden neighbour, forced onto the disk, then renamed into place. One
 * process at a time may write to a place on a disk that several machines share.
 */
public final class AtomicFolder {
    /** Writes files into the empty folder it is given. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path folder) throws IOException;
    }

    /** The relative names of what a writer of this kind wrote into a folder; none in a folder of another kind. */
    @FunctionalInterface
    public interface Contents {
        Set<String> names(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /**
     * Writes {@code folder} anew; what stood there is replaced only once the new one is complete.
     *
     * @throws ModelFormatException if something of another kind stands there, or files were added to it, which is kept
     * @throws IOException if filling or the disk fails; what stood there is untouched then
     */
    public static void write(Path folder, Contents contents, Filler filler) throws IOException {
        Path target = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        WorkFolders work = new WorkFolders(target);
        work.cleanUp();
        checkReplaceable(target, contents);
        Path temporary = Files.createDirectory(work.fresh(WorkFolders.TEMPORARY));
        try {
            filler.fill(temporary);
            DurableFiles.forceTree(temporary);
            replace(target, temporary, work);
        } finally {
            if (Files.exists(temporary)) DurableFiles.deleteTree(temporary);
        }
    }

    /**
     * Checks that {@code target} may be written: replacing it must never cost the user files that no writer of its kind
     * wrote.
     *
     * @throws ModelFormatException naming the first such file
     */
    public static void checkReplaceable(Path target, Contents contents) throws IOException {
        if (!Files.exists(target)) return;
        if (!Files.isDirectory(target))
            throw new ModelFormatException(target, "is a file, a folder is to be written there", "choose another name");
        SortedSet<String> foreign = files(target);
        foreign.removeAll(contents.names(target));
        if (!foreign.isEmpty())
            throw new ModelFormatException(
                    target,
                    "holds " + foreign.first() + ", which was not saved with it and which replacing the folder would"
                            + " delete",
                    "choose another folder, or move it away");
    }

    /** Puts the version before back if a writer of {@code folder} was killed just when it had moved it aside. */
    public static void recover(Path folder) throws IOException {
        new WorkFolders(folder.toAbsolutePath().normalize()).cleanUp();
    }

    /**
     * Checks that {@code folder} is there.
     *
     * @throws ModelFormatException saying that {@code expected} was, and where a killed run left it, if so
     */
    public static void requireFolder(Path folder, String expected) throws IOException {
        if (Files.isDirectory(folder)) return;
        String remedy = new WorkFolders(folder.toAbsolutePath().normalize())
                .lastVersion()
                .map(old -> "its last version is " + old + ", left by a killed run: rename that")
                .orElse("check the path, or save one there");
        throw new ModelFormatException(folder, "no such folder, " + expected + " was expected", remedy);
    }

    /** The names of all files below {@code folder}, relative, with slashes, sorted. */
    public static SortedSet<String> files(Path folder) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (Path path : DurableFiles.tree(folder))
            if (!Files.isDirectory(path))
                names.add(folder.relativize(path)
                        .toString()
                        .replace(path.getFileSystem().getSeparator(), "/"));
        return names;
    }

    private static void replace(Path target, Path temporary, WorkFolders work) throws IOException {
        if (!Files.exists(target)) {
            DurableFiles.rename(temporary, target);
            return;
        }
        Path old = work.fresh(WorkFolders.OLD);
        DurableFiles.rename(target, old);
        try {
            DurableFiles.rename(temporary, target);
        } catch (IOException e) {
            DurableFiles.rename(old, target);
            throw e;
        }
        DurableFiles.deleteTree(old);
    }
}
