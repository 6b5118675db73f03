package matryoshka.engine;

import java.util.List;
import java.util.Map;

/** A graph laid out for one set of input shapes: steps to run in order, and where its results will be. */
record Plan(List<Step> steps, Map<String, Tensor> results) {
    /** What runs, and the name of the operation it belongs to. */
    record Step(String operation, Runnable body) {}

    void run() {
        for (Step step : steps) step.body().run();
    }

    /** Runs, and adds the nanoseconds of every operation to {@code spent}. */
    void run(Map<String, Long> spent) {
        for (Step step : steps) {
            long start = System.nanoTime();
            step.body().run();
            spent.merge(step.operation(), System.nanoTime() - start, Long::sum);
        }
    }
}
