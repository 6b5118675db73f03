package matryoshka.train;

import java.util.Map;
import matryoshka.Embeddings;
import matryoshka.data.Dataset;
import matryoshka.model.CrossEntropy;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.PrefixLogits;
import matryoshka.model.PrefixLoss;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Learns classes, but what validation scores is written down beforehand. */
final class ScriptedScores implements Objective<Dataset<?>> {
    private final CrossEntropy learned = new CrossEntropy();
    private final MatryoshkaConfig config;
    private final double[] smallest;
    private final double[] others;
    private int calls;

    /** The scores at the smallest dim and at all others, by epoch; {@code epochs} of them are over already. */
    ScriptedScores(MatryoshkaConfig config, int epochs, double[] smallest, double[] others) {
        this.config = config;
        this.smallest = smallest;
        this.others = others;
        calls = epochs * config.dims().size();
    }

    @Override
    public double score(Dataset<?> data, Embeddings z, MatryoshkaModel<?> model, int dim) {
        int epoch = calls++ / config.dims().size();
        return dim == config.dims().dims().getFirst() ? smallest[epoch] : others[epoch];
    }

    @Override
    public PrefixLoss build(SameDiff graph, DataType type, PrefixLogits logits) {
        return learned.build(graph, type, logits);
    }

    @Override
    public Map<String, INDArray> targets(Dataset<?> data, int[] items) {
        return learned.targets(data, items);
    }

    @Override
    public void requireFit(MatryoshkaConfig config, Dataset<?> data) {
        learned.requireFit(config, data);
    }

    @Override
    public String metric() {
        return "script";
    }

    @Override
    public String toString() {
        return "ScriptedScores";
    }
}
