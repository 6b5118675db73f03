package matryoshka.engine;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * Nanoseconds a float of the loops over rows, one thread: 512 rows (32 texts of 16 tokens) of a hidden layer's 384
 * floats, or of an inner layer's 1536.
 */
public class LoopsBenchmark extends KernelBenchmark {
    private static final int ROWS = 512;
    private static final int HIDDEN = 384;
    private static final int INNER = 1536;
    private static final int ZEROS = 6_554; // of 65,536: dropout at 0.1

    private static final AdamWLoop ADAM = new AdamWLoop(2e-5f, 0.01f, 0.9f, 0.999f, 1e-8f, 1, 1, 1);

    private final SplittableRandom random = new SplittableRandom(1);
    private long x;
    private long y;
    private long result;
    private long parameters;
    private long first;
    private long second;
    private long gain;
    private long bias;
    private long gainSum;
    private long biasSum;

    @Setup
    public void fill() {
        x = normal(ROWS * INNER);
        y = normal(ROWS * INNER);
        result = zeros(ROWS * INNER);
        parameters = normal(ROWS * INNER);
        first = zeros(ROWS * INNER);
        second = zeros(ROWS * INNER);
        gain = normal(HIDDEN);
        bias = zeros(HIDDEN);
        gainSum = zeros(HIDDEN);
        biasSum = zeros(HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void add() {
        BinaryLoops.add(x, 1, y, 1, result, ROWS * HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void layerNorm() {
        for (long r = 0; r < 4L * ROWS * HIDDEN; r += 4L * HIDDEN)
            RowLoops.layerNorm(x + r, gain, bias, result + r, HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void layerNormGradient() {
        for (long r = 0; r < 4L * ROWS * HIDDEN; r += 4L * HIDDEN)
            RowLoops.layerNormGradient(x + r, gain, y + r, result + r, gainSum, biasSum, HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void softmax() {
        for (long r = 0; r < 4L * ROWS * HIDDEN; r += 4L * HIDDEN) RowLoops.softmax(x + r, result + r, HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void softmaxGradient() {
        for (long r = 0; r < 4L * ROWS * HIDDEN; r += 4L * HIDDEN)
            RowLoops.softmaxGradient(x + r, y + r, result + r, HIDDEN);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * HIDDEN)
    public void dropoutMask() {
        MaskLoop.fill(result, ROWS * HIDDEN, ZEROS, 1 / 0.9f, random);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * INNER)
    public void gelu() {
        UnaryLoops.gelu(x, result, 0, ROWS * INNER);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * INNER)
    public void geluGradient() {
        UnaryLoops.geluGradient(x, y, result, 0, ROWS * INNER);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * INNER)
    public void adamW() {
        ADAM.run(parameters, x, first, second, ROWS * INNER);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * INNER)
    public double sumOfSquares() {
        return AdamWLoop.sumOfSquares(x, ROWS * INNER);
    }
}
