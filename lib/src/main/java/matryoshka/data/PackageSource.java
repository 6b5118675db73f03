package matryoshka.data;

import java.io.IOException;
import java.nio.file.Path;

/** A pinned package that holds data or weights, and how to get it. */
public interface PackageSource {
    /** Its name and version. */
    String pinned();

    /**
     * Downloads it into an empty folder.
     *
     * @return a zip file, or a folder with the package's files
     * @throws IllegalStateException if that fails; the message says what to do
     */
    Path download(Path folder) throws IOException;
}
