package matryoshka.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The programs of a training step, made when first asked for: {@link #whole} for a batch that is encoded at once; for a
 * larger one {@link #encode} and {@link #encoderGradient} by chunks with {@link #loss} between them (gradient caching,
 * Gao et al. 2021, arXiv:2101.06983), which gives the same gradients in the memory of a chunk.
 */
public final class TrainingPrograms {
    /** The embeddings z [R, D]: what {@link #encode} makes and {@link #loss} takes. */
    public static final String EMBEDDINGS = "z";
    /** The gradient of the loss with respect to z, [R, D], which {@link #encoderGradient} takes. */
    public static final String EMBEDDINGS_GRADIENT = "z_gradient";

    private final MatryoshkaModel<?> model;
    private final Parameters heads;
    private final Objective<?> objective;
    private final List<String> trained;
    private final Map<String, Program> programs = new HashMap<>();

    TrainingPrograms(MatryoshkaModel<?> model, Parameters heads, Objective<?> objective, Predicate<String> trained) {
        this.model = model;
        this.heads = heads;
        this.objective = objective;
        this.trained = model.parameters().names().stream().filter(trained).toList();
    }

    /** Examples, targets, importance → {@link #EMBEDDINGS}, the losses, and the gradients of all trained parameters. */
    public Program whole() {
        return programs.computeIfAbsent("whole", name -> {
            SameDiff graph = Engine.newGraph();
            SDVariable z = encoder(graph);
            addLoss(graph, z);
            return gradient(graph, MatryoshkaLoss.TOTAL, outputs(EMBEDDINGS), trained);
        });
    }

    /** Examples → {@link #EMBEDDINGS}, with dropout. */
    public Program encode() {
        return programs.computeIfAbsent("encode", name -> {
            SameDiff graph = Engine.newGraph();
            encoder(graph);
            return model.engine().forward(graph, List.of(EMBEDDINGS));
        });
    }

    /**
     * {@link #EMBEDDINGS}, targets, importance → the losses, and the gradients of the trained heads and of the
     * embeddings, under the name {@link #EMBEDDINGS}.
     */
    public Program loss() {
        return programs.computeIfAbsent("loss", name -> {
            SameDiff graph = Engine.newGraph();
            addLoss(
                    graph,
                    graph.placeHolder(EMBEDDINGS, type(), -1, model.encoder().dimension()));
            List<String> wanted = new ArrayList<>(
                    trained.stream().filter(heads.names()::contains).toList());
            wanted.add(EMBEDDINGS);
            return gradient(graph, MatryoshkaLoss.TOTAL, outputs(), wanted);
        });
    }

    /** Examples and {@link #EMBEDDINGS_GRADIENT} → the gradients of the trained parameters of the encoder. */
    public Program encoderGradient() {
        return programs.computeIfAbsent("encoderGradient", name -> {
            SameDiff graph = Engine.newGraph();
            SDVariable z = encoder(graph);
            SDVariable gradient = graph.placeHolder(
                    EMBEDDINGS_GRADIENT, z.dataType(), -1, model.encoder().dimension());
            graph.identity(MatryoshkaLoss.TOTAL, z.mul(gradient).sum());
            return gradient(graph, MatryoshkaLoss.TOTAL, List.of(MatryoshkaLoss.TOTAL), trainedOfEncoder());
        });
    }

    /** Whether {@link #encoderGradient} has any gradient to give. */
    public boolean trainsEncoder() {
        return !trainedOfEncoder().isEmpty();
    }

    private List<String> trainedOfEncoder() {
        return trained.stream().filter(each -> !heads.names().contains(each)).toList();
    }

    private Program gradient(SameDiff graph, String loss, List<String> outputs, Collection<String> wanted) {
        return model.engine().gradient(graph, loss, outputs, wanted);
    }

    private SDVariable encoder(SameDiff graph) {
        return graph.identity(EMBEDDINGS, model.encoder().build(graph, Encoder.Mode.TRAINING)); // [R, D]
    }

    private DataType type() {
        return model.parameters()
                .get(model.parameters().names().iterator().next())
                .dataType();
    }

    private void addLoss(SameDiff graph, SDVariable z) {
        PrefixLoss loss = objective.build(graph, z.dataType(), logits(graph));
        MatryoshkaLoss.build(
                graph, z, model.encoder().dimension(), model.config().dims(), loss);
    }

    /** The heads' scores; for MRL-E, W_m is the first m rows of one W, and b is shared. */
    private PrefixLogits logits(SameDiff graph) {
        MatryoshkaConfig config = model.config();
        Map<String, SDVariable> variables = new HashMap<>();
        return (prefix, dim) -> {
            SDVariable weight =
                    variables.computeIfAbsent(HeadParameters.weight(config, dim), name -> heads.variable(graph, name));
            SDVariable bias =
                    variables.computeIfAbsent(HeadParameters.bias(config, dim), name -> heads.variable(graph, name));
            if (config.head() == Head.MRL_E && dim < config.dims().full())
                weight = weight.get(SDIndex.interval(0, dim), SDIndex.all()); // [m, C]
            return prefix.mmul(weight).add(bias); // [R, C]
        };
    }

    private List<String> outputs(String... more) {
        List<String> outputs =
                new ArrayList<>(MatryoshkaLoss.names(model.config().dims()));
        outputs.add(MatryoshkaLoss.TOTAL);
        outputs.addAll(List.of(more));
        return outputs;
    }
}
