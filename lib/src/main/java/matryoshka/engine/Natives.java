package matryoshka.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/** What native libraries read from the environment when they are loaded, set before that from within Java. */
public final class Natives {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final List<String> AVX512 = List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

    static {
        // ND4J's OpenMP threads sleep between operations: spinning, they would take the cores from the engine's
        setUnlessSet("OMP_WAIT_POLICY", "passive");
        // OpenBLAS 0.3.19 is older than AMD's processors with AVX-512 and would run its AVX2 kernels on them
        if (isAmdWithAvx512()) setUnlessSet("OPENBLAS_CORETYPE", "SkylakeX");
    }

    private Natives() {}

    /** To be called before the first array is made; later calls do nothing. */
    public static void prepare() {}

    /** Loads ND4J on a thread of its own: files can be read in the meantime. */
    public static void startAside() {
        Thread.ofPlatform().daemon().name("nd4j-start").start(() -> Nd4j.create(1));
    }

    private static boolean isAmdWithAvx512() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            List<String> first = lines.takeWhile(line -> !line.isBlank()).toList();
            return first.stream().anyMatch(line -> line.contains("AuthenticAMD"))
                    && first.stream()
                            .filter(line -> line.startsWith("flags"))
                            .anyMatch(line -> List.of(line.split(" ")).containsAll(AVX512));
        } catch (IOException | UncheckedIOException e) {
            return false; // not Linux: OpenBLAS chooses
        }
    }

    /** Java's own view of the environment does not change; where the system has no setenv (Windows), nothing does. */
    private static void setUnlessSet(String name, String value) {
        Linker linker = Linker.nativeLinker();
        var setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) return;
        MethodHandle call =
                linker.downcallHandle(setenv.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) call.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable t) {
            throw new IllegalStateException("setenv failed for " + name, t);
        }
    }
}
