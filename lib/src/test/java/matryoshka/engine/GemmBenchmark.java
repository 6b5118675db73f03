package matryoshka.engine;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Matrix products of BERT's shapes, m × n × k, shared by the workers as the engine does it: forward is NT (rows times
 * the transpose of a weight as stored), the inputs' gradient NN, the weights' TN. The counter {@code gflop} gives
 * GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class GemmBenchmark extends KernelBenchmark {
    @Param({"512x384x384", "512x1536x384", "512x384x1536", "4096x384x384"})
    public String shape;

    @Param({"NT", "NN", "TN"})
    public String layout;

    @Param("1")
    public int threads;

    private Workers workers;
    private Gemm gemm;

    /** 10⁹ floating-point operations, which JMH divides by the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        public double gflop;
    }

    @Setup
    public void fill() {
        int[] of = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        int m = of[0];
        int n = of[1];
        int k = of[2];
        boolean transposeA = layout.charAt(0) == 'T';
        boolean transposeB = layout.charAt(1) == 'T';
        Blas.setThreads(1);
        workers = new Workers(threads);
        gemm = new Gemm(
                transposeA,
                transposeB,
                m,
                n,
                k,
                normal(m * k),
                transposeA ? m : k,
                normal(k * n),
                transposeB ? k : n,
                zeros(m * n),
                n);
    }

    @Benchmark
    public void product(Work work) {
        workers.tasks(threads, part -> gemm.part(part, threads));
        work.gflop += 2e-9 * gemm.products();
    }

    @TearDown
    public void close() {
        workers.close();
    }
}
