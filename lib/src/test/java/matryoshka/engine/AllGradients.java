package matryoshka.engine;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;

/** The gradient function of a graph's loss, and where in it the gradients of all parameters are, tables' by rows. */
record AllGradients(SameDiff graph, Map<String, Autodiff.Source> sources) {
    static AllGradients of(SameDiff graph, String loss) {
        List<String> parameters = Autodiff.parameters(graph);
        SameDiff gradients = Autodiff.gradientFunction(graph, loss, parameters);
        return new AllGradients(gradients, Autodiff.sources(gradients, parameters, true));
    }
}
