package matryoshka.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds up the gradients of several runs; the memory of a sum is kept for the next. */
public final class GradientSum {
    private static final long GRAIN = 1 << 14;

    private final Workers workers;
    private final Map<String, INDArray> buffers = new HashMap<>();
    private final Map<String, RowSums> rowSums = new HashMap<>();
    private final Map<String, INDArray> dense = new LinkedHashMap<>();
    private final Set<String> byRow = new LinkedHashSet<>();

    public GradientSum(Workers workers) {
        this.workers = workers;
    }

    /** Begins a new sum; the last one's gradients are no longer valid. */
    public void clear() {
        dense.clear();
        byRow.forEach(name -> rowSums.get(name).clear());
        byRow.clear();
    }

    /** Adds the gradients of one run, which may be forgotten then. */
    public void add(Map<String, Gradient> gradients) {
        gradients.forEach((name, gradient) -> {
            switch (gradient) {
                case Gradient.Dense one -> add(name, one.values());
                case Gradient.Rows some -> {
                    byRow.add(name);
                    rowSums.computeIfAbsent(name, n -> new RowSums()).add(some.ids(), some.values());
                }
            }
        });
    }

    private void add(String name, INDArray values) {
        INDArray sum = dense.get(name);
        if (sum == null) {
            sum = buffers.computeIfAbsent(name, n -> Nd4j.createUninitialized(values.dataType(), values.shape()));
            sum.assign(values);
            dense.put(name, sum);
        } else if (Engine.hasKernels() && values.dataType() == DataType.FLOAT && Memory.isContiguous(values)) {
            long from = Memory.address(values);
            long into = Memory.address(sum);
            workers.parallel(
                    values.length(),
                    GRAIN,
                    (start, end) -> RowLoops.accumulate(from + 4 * start, into + 4 * start, (int) (end - start)));
        } else {
            sum.addi(values);
        }
    }

    /** The sums by parameter, valid until {@link #clear}. */
    public Map<String, Gradient> total() {
        Map<String, Gradient> total = new LinkedHashMap<>();
        dense.forEach((name, sum) -> total.put(name, new Gradient.Dense(sum)));
        byRow.forEach(name -> total.put(name, rowSums.get(name).total()));
        return total;
    }
}
