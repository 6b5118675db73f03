package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * Folders that are whole or not there: written beside their place, sealed with a SHA256SUMS file (as {@code sha256sum
 * -c} reads it), forced onto the disk, and renamed into place. One process at a time may write to a place on a disk
 * that several machines share.
 */
public final class ModelFolder {
    private ModelFolder() {}

    /** Writes a model's files into the empty folder it is given. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path folder) throws IOException;
    }

    /**
     * Writes {@code folder} anew; a model that stood there is replaced only once the new one is complete.
     *
     * @throws ModelFormatException if something else stands there, or a model with files added to it, which is kept
     * @throws IOException if filling or the disk fails; a model that stood there is untouched then
     */
    public static void write(Path folder, Filler filler) throws IOException {
        Path target = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        WorkFolders work = new WorkFolders(target);
        work.cleanUp();
        checkReplaceable(target);
        Path temporary = Files.createDirectory(work.fresh(WorkFolders.TEMPORARY));
        try {
            filler.fill(temporary);
            Sha256Sums.of(temporary).write(temporary);
            DurableFiles.forceTree(temporary);
            replace(target, temporary, work);
        } finally {
            if (Files.exists(temporary)) DurableFiles.deleteTree(temporary);
        }
    }

    /** Puts the version before back if a writer of {@code folder} was killed just when it had moved it aside. */
    public static void recover(Path folder) throws IOException {
        new WorkFolders(folder.toAbsolutePath().normalize()).cleanUp();
    }

    /**
     * Checks that {@code folder} holds just the files that were written, bit by bit.
     *
     * @throws ModelFormatException naming the first file that is missing, changed or foreign
     */
    public static void verify(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            String remedy = new WorkFolders(folder.toAbsolutePath().normalize())
                    .lastVersion()
                    .map(old -> "its last version is " + old + ", left by a killed run: rename that")
                    .orElse("check the path, or save a model there");
            throw new ModelFormatException(folder, "no such folder, a saved model was expected", remedy);
        }
        Sha256Sums.read(folder).check(folder);
    }

    /**
     * Checks that a model may be written to {@code target}, best before it is trained: saving must never cost the user
     * files that no model wrote.
     *
     * @throws ModelFormatException if something else stands there, or a model with files added to it
     */
    public static void checkReplaceable(Path target) throws IOException {
        if (!Files.exists(target)) return;
        if (!Files.isDirectory(target))
            throw new ModelFormatException(target, "is a file, a folder is to be written there", "choose another name");
        var foreign = new TreeSet<>(Sha256Sums.files(target));
        if (Files.exists(target.resolve(Sha256Sums.FILE)))
            foreign.removeAll(Sha256Sums.read(target).names());
        if (!foreign.isEmpty())
            throw new ModelFormatException(
                    target,
                    "holds " + foreign.first() + ", which no model wrote and which replacing the folder would delete",
                    "choose another folder, or move it away");
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
