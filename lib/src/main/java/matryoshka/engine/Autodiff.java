package matryoshka.engine;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** SameDiff's gradient function, and where in it the gradient of every parameter is found. */
final class Autodiff {
    static {
        RowGather.install();
    }

    /** The gradient of a gathered table comes as the rows' gradients and their ids, not as a table of zeros. */
    record Source(String values, String ids) {
        boolean rows() {
            return ids != null;
        }
    }

    private Autodiff() {}

    /** Makes sure graphs built from now on can be differentiated. */
    static void prepare() {}

    /** The gradients of {@code loss} for all parameters, and for the placeholders among {@code wanted}. */
    static SameDiff gradientFunction(SameDiff graph, String loss, Collection<String> wanted) {
        graph.setLossVariables(loss);
        silently(() -> graph.createGradFunction(wanted.toArray(String[]::new)));
        return graph.getFunction("grad");
    }

    /** The names of all parameters, in the graph's order. */
    static List<String> parameters(SameDiff graph) {
        return graph.variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .map(SDVariable::name)
                .toList();
    }

    /**
     * Wanted name → where its gradient is; those the loss does not reach have none. With {@code rows}, gathered tables
     * have theirs by row.
     */
    static Map<String, Source> sources(SameDiff gradients, Collection<String> wanted, boolean rows) {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (String name : wanted) {
            SDVariable gradient = gradients.getGradForVariable(name);
            if (gradient != null) sources.put(name, source(gradients, gradient.name(), rows));
        }
        return sources;
    }

    /** What a program must compute: the outputs asked for, and where the gradients come from. */
    static Set<String> targets(List<String> outputs, Map<String, Source> sources) {
        Set<String> targets = new LinkedHashSet<>(outputs);
        sources.values().forEach(source -> {
            targets.add(source.values());
            if (source.rows()) targets.add(source.ids());
        });
        return targets;
    }

    private static Source source(SameDiff gradients, String name, boolean rows) {
        String producer = gradients.getVariables().get(name).getOutputOfOp();
        SameDiffOp op = producer == null ? null : gradients.getOps().get(producer);
        if (!rows || op == null || !op.getOp().opName().equals("unsorted_segment_sum")) return new Source(name, null);
        return new Source(op.getInputsToOp().get(0), op.getInputsToOp().get(1));
    }

    /** M2.1 prints a line an operation to standard output while it differentiates. */
    private static synchronized void silently(Runnable work) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
    }
}
