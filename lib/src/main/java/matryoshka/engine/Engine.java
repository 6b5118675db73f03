package matryoshka.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes SameDiff graphs ready to run. {@link #vectorized} is the fast way for float graphs on the CPU;
 * {@link #plain} is SameDiff itself, the reference it is tested against. On a GPU, on a processor without wide vectors
 * (AVX2, NEON) and for graphs of other types than float, every engine runs plain; the first two are logged once.
 *
 * <p>Programs of one engine share its threads and its memory: run them one at a time, and take what you need of a
 * result before the next run. Make an engine for each thread that runs programs at the same time. A vectorised run
 * sets OpenBLAS to one thread for the whole process. Shapes inside a graph, as those of reshapes, must follow from the
 * shapes of the placeholders, not from their values.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    static {
        Natives.prepare();
    }

    private final Workers workers;
    private final BufferPool pool = new BufferPool();
    private final boolean vectorized;

    private Engine(int threads, boolean vectorized) {
        Autodiff.prepare();
        workers = new Workers(threads);
        this.vectorized = vectorized && hasKernels();
    }

    /** Whether arrays live in the CPU's memory and its vectors are wide enough for kernels; if not, says why, once. */
    public static boolean hasKernels() {
        String fault = onCpu() ? Vectors.fault() : "arrays live on the GPU";
        if (fault != null && TOLD.compareAndSet(false, true))
            LOG.warn("Graphs run on ND4J's own operations: {}.", fault);
        return fault == null;
    }

    /** SameDiff's own sessions and ND4J's own operations. */
    public static Engine plain() {
        return new Engine(1, false);
    }

    /** Vector kernels on {@code threads} threads, the caller's one of them. */
    public static Engine vectorized(int threads) {
        return new Engine(threads, true);
    }

    /** Vector kernels on as many threads as there are processors. */
    public static Engine defaults() {
        return vectorized(Runtime.getRuntime().availableProcessors());
    }

    /**
     * An empty graph that keeps arrays as they are given: one from {@code SameDiff.create()} holds a second copy of
     * each, for devices it may move to. For one thread at a time.
     */
    public static SameDiff newGraph() {
        SameDiff graph = SameDiff.create();
        graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
        return graph;
    }

    /** The threads programs run on; optimisers share them. */
    public Workers workers() {
        return workers;
    }

    /** A program that computes {@code outputs}. */
    public Program forward(SameDiff graph, List<String> outputs) {
        return program(graph, outputs, Map.of());
    }

    /** A program that computes {@code outputs} and the gradient of {@code loss}, a scalar, for every parameter. */
    public Program gradient(SameDiff graph, String loss, List<String> outputs) {
        return gradient(graph, loss, outputs, Autodiff.parameters(graph));
    }

    /** The same for the gradients of {@code wanted} alone, parameters and placeholders; nothing else is computed. */
    public Program gradient(SameDiff graph, String loss, List<String> outputs, Collection<String> wanted) {
        requireVariable(graph, loss);
        wanted.forEach(name -> requireVariable(graph, name));
        SameDiff gradients = Autodiff.gradientFunction(graph, loss, wanted);
        return program(gradients, outputs, Autodiff.sources(gradients, wanted, isFloat(graph) && hasKernels()));
    }

    private Program program(SameDiff graph, List<String> outputs, Map<String, Autodiff.Source> sources) {
        outputs.forEach(output -> requireVariable(graph, output));
        return vectorized && isFloat(graph)
                ? new VectorProgram(graph, outputs, sources, workers, pool)
                : new PlainProgram(graph, outputs, sources);
    }

    private static void requireVariable(SameDiff graph, String name) {
        if (!graph.hasVariable(name))
            throw new IllegalArgumentException(
                    "\"" + name + "\" is not in the graph: name a variable as SDVariable.name() gives it");
    }

    private static boolean isFloat(SameDiff graph) {
        return graph.variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .map(SDVariable::dataType)
                .allMatch(type -> type == DataType.FLOAT);
    }

    private static boolean onCpu() {
        return Nd4j.getBackend().getClass().getSimpleName().startsWith("Cpu");
    }

    /** Ends the engine's threads; its programs still run, on their caller's thread alone. */
    @Override
    public void close() {
        workers.close();
    }
}
