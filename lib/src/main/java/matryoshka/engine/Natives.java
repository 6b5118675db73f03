package matryoshka.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** What native libraries read from the environment when they are loaded, set before that from within Java. */
public final class Natives {
    static {
        // ND4J's OpenMP threads sleep between operations: spinning, they would take the cores from the engine's
        setUnlessSet("OMP_WAIT_POLICY", "passive");
    }

    private Natives() {}

    /** To be called before the first array is made; later calls do nothing. */
    public static void prepare() {}

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
