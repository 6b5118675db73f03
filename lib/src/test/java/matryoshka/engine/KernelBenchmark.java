package matryoshka.engine;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the kernels' benchmarks share: they run for eight seconds each, in a JVM of their own with the flags of the one
 * that starts them, and report nanoseconds. {@code environment/bench kernels} runs them; JMH's options override this.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {
    private static final int CACHE_LINE = 64;

    private final SplittableRandom random = new SplittableRandom(1);

    /** The address of {@code n} normal numbers, kept as long as the JVM. */
    long normal(int n) {
        long address = zeros(n);
        for (int i = 0; i < n; i++) Memory.set(address, i, (float) random.nextGaussian());
        return address;
    }

    /** The address of {@code n} zeros, kept as long as the JVM. */
    static long zeros(int n) {
        return Arena.global().allocate(4L * n, CACHE_LINE).address();
    }
}
