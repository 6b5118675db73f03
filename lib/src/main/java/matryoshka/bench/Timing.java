package matryoshka.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Times of one piece of work, in milliseconds, ascending. */
public record Timing(double[] millis) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAST_WARM_UPS = 3;

    /**
     * Of {@code repeats} runs. Java compiles a loop after it has run hot for a while: work is repeated for {@code
     * warmUpSeconds}, and at least three times, before it is timed.
     */
    public static Timing of(int repeats, double warmUpSeconds, Runnable work) {
        long start = System.nanoTime();
        for (int i = 0; i < LEAST_WARM_UPS || System.nanoTime() - start < warmUpSeconds * 1e9; i++) work.run();
        return ofWarm(repeats, work);
    }

    /** Of {@code repeats} runs of work that is warm already. */
    static Timing ofWarm(int repeats, Runnable work) {
        double[] millis = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long begin = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        return new Timing(millis);
    }

    public double min() {
        return millis[0];
    }

    public double median() {
        int middle = millis.length / 2;
        return millis.length % 2 == 1 ? millis[middle] : (millis[middle - 1] + millis[middle]) / 2;
    }

    /**
     * As JSON.
     *
     * @param tokens of one run
     * @param flops floating-point operations of the matrix products of one run
     * @param peakGflops what this machine reaches in a large product
     */
    ObjectNode toJson(long tokens, double flops, double peakGflops) {
        double gflops = flops / median() / 1e6;
        return JSON.createObjectNode()
                .put("min_ms", rounded(min(), 2))
                .put("median_ms", rounded(median(), 2))
                .put("tokens_per_s", Math.round(tokens / median() * 1e3))
                .put("gflops", rounded(gflops, 1))
                .put("gemm_peak_share", rounded(gflops / peakGflops, 3));
    }

    static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
