package matryoshka.engine;

import java.util.List;
import java.util.Map;

/** A graph laid out for one set of input shapes: steps to run in order, and where its results will be. */
record Plan(List<Runnable> steps, Map<String, Tensor> results) {
    void run() {
        for (Runnable step : steps) step.run();
    }
}
