package matryoshka.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** {@code cblas_sgemm} of the very OpenBLAS that ND4J loaded, single-threaded: the engine's workers share the work. */
final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    private static final MethodHandle SGEMM;
    private static final MethodHandle SET_THREADS;

    static {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = SymbolLookup.libraryLookup(openBlas(), Arena.global());
        SGEMM = linker.downcallHandle(
                library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT));
        SET_THREADS = linker.downcallHandle(
                library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT));
    }

    private Blas() {}

    /** The library file beside the JNI one that JavaCPP extracted. */
    private static Path openBlas() {
        Path folder = Path.of(Loader.load(openblas_nolapack.class)).getParent();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("(lib)?openblas_nolapack.*"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no OpenBLAS library in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void setThreads(int threads) {
        try {
            SET_THREADS.invokeExact(threads);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /**
     * C = A'·B' + beta·C, row-major: A' [m, k] is A or its transpose, B' [k, n] is B or its transpose, {@code ldX} the
     * floats from one stored row of X to the next.
     */
    static void sgemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        try {
            SGEMM.invokeExact(
                    ROW_MAJOR,
                    transposeA ? TRANSPOSE : NO_TRANSPOSE,
                    transposeB ? TRANSPOSE : NO_TRANSPOSE,
                    m,
                    n,
                    k,
                    1f,
                    MemorySegment.ofAddress(a),
                    lda,
                    MemorySegment.ofAddress(b),
                    ldb,
                    beta,
                    MemorySegment.ofAddress(c),
                    ldc);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
