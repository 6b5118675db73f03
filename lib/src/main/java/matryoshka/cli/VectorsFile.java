package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import matryoshka.Embeddings;
import matryoshka.Npy;

/** Vectors that exist, in a .npy file that an option names. */
record VectorsFile(String option, Path file) {
    /**
     * Reads them [N, D].
     *
     * @throws IllegalArgumentException if there is no such file, it holds no vector, or a number is not finite
     */
    Embeddings read() throws IOException {
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException(this + ": there is no such file; check the path");
        Embeddings vectors = Npy.read(file);
        if (vectors.rows() == 0) throw new IllegalArgumentException(this + " holds 0 vectors: 1 or more are needed");
        for (int i = 0; i < vectors.values().length; i++)
            if (!Float.isFinite(vectors.values()[i]))
                throw new IllegalArgumentException(this + " holds " + vectors.values()[i] + " in row "
                        + i / vectors.dimension() + ", dim " + i % vectors.dimension()
                        + ": distances need finite numbers");
        return vectors;
    }

    @Override
    public String toString() {
        return option + " " + file;
    }
}
