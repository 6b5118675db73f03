package matryoshka.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.nd4j.linalg.api.buffer.DataType;

/** The main program of {@link PlatformTest}'s processes: two engines, a gradient, and the wait policy natives see. */
final class PlatformProbe {
    private static final int LONGEST = 64;

    private PlatformProbe() {}

    public static void main(String[] args) throws Throwable {
        TinyNetwork network = new TinyNetwork(DataType.FLOAT, 12);
        for (Engine engine : new Engine[] {Engine.vectorized(1), Engine.vectorized(2)}) {
            var step = network.gradient(engine).run(network.feed(1, 3, 5));
            System.out.println("loss " + step.outputs().get(TinyNetwork.LOSS).getDouble(0));
        }
        System.out.println("wait policy " + environment("OMP_WAIT_POLICY"));
    }

    private static String environment(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var getenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("getenv"), FunctionDescriptor.of(ADDRESS, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
            return value.address() == 0 ? "unset" : value.reinterpret(LONGEST).getString(0);
        }
    }
}
