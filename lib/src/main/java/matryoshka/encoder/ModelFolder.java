package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** {@linkplain AtomicFolder Folders that are whole or not there}, sealed with a SHA256SUMS file. */
public final class ModelFolder {
    private ModelFolder() {}

    /**
     * Writes {@code folder} anew; a model that stood there is replaced only once the new one is complete.
     *
     * @throws ModelFormatException if something else stands there, or a model with files added to it, which is kept
     * @throws IOException if filling or the disk fails; a model that stood there is untouched then
     */
    public static void write(Path folder, AtomicFolder.Filler filler) throws IOException {
        AtomicFolder.write(folder, ModelFolder::contents, temporary -> {
            filler.fill(temporary);
            Sha256Sums.of(temporary).write(temporary);
        });
    }

    /** Puts the version before back if a writer of {@code folder} was killed just when it had moved it aside. */
    public static void recover(Path folder) throws IOException {
        AtomicFolder.recover(folder);
    }

    /**
     * Checks that {@code folder} holds just the files that were written, bit by bit.
     *
     * @throws ModelFormatException naming the first file that is missing, changed or foreign
     */
    public static void verify(Path folder) throws IOException {
        AtomicFolder.requireFolder(folder, "a saved model");
        Sha256Sums.read(folder).check(folder);
    }

    /**
     * Checks that a model may be written to {@code target}, best before it is trained: saving must never cost the user
     * files that no model wrote.
     *
     * @throws ModelFormatException if something else stands there, or a model with files added to it
     */
    public static void checkReplaceable(Path target) throws IOException {
        AtomicFolder.checkReplaceable(target, ModelFolder::contents);
    }

    private static Set<String> contents(Path folder) throws IOException {
        Set<String> names = new TreeSet<>(Set.of(Sha256Sums.FILE));
        if (Files.exists(folder.resolve(Sha256Sums.FILE)))
            names.addAll(Sha256Sums.read(folder).names());
        return names;
    }
}
