package matryoshka.engine;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph made ready to run. Not for two threads at once; two programs may run side by side. */
public interface Program {
    /**
     * Runs the graph on the given placeholders. The arrays of the result are valid until a program of the same engine
     * runs; they are to be read only, since they may share memory with one another.
     *
     * @throws IllegalArgumentException if a placeholder is missing
     */
    Step run(Map<String, INDArray> placeholders);

    /** Where the time of a run goes: milliseconds a run by operation, the longest first, over {@code runs} runs. */
    Map<String, Double> profile(Map<String, INDArray> placeholders, int runs);

    /** The requested outputs by name, and the gradients by parameter (none for a forward program). */
    record Step(Map<String, INDArray> outputs, Map<String, Gradient> gradients) {}
}
