package matryoshka.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import matryoshka.encoder.Encoder;
import matryoshka.engine.Gradient;
import matryoshka.engine.Program;
import matryoshka.model.MatryoshkaLoss;
import matryoshka.model.MatryoshkaModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a training repeats: the loss and its gradients on a batch, then an update of all parameters. */
public final class TrainingStep<X> {
    private final MatryoshkaModel<X> model;
    private final Program program;
    private final AdamW optimizer;

    public TrainingStep(MatryoshkaModel<X> model, TrainOptions options) {
        this.model = model;
        program = model.trainingProgram();
        optimizer = new AdamW(model.parameters(), options, model.engine().workers());
    }

    /** The loss of a batch and its gradients, valid until the next call; {@code dropout} draws the masks. */
    public Result gradients(List<X> examples, int[] labels, SplittableRandom dropout) {
        Program.Step step = program.run(feed(examples, labels, dropout));
        return new Result(
                step.outputs().get(MatryoshkaLoss.TOTAL).getDouble(0),
                losses(step),
                optimizer.gradientNorm(step.gradients()),
                step.gradients());
    }

    /** Where the time of {@link #gradients} goes: milliseconds by operation, over {@code runs} runs. */
    public Map<String, Double> profile(List<X> examples, int[] labels, SplittableRandom dropout, int runs) {
        return program.profile(feed(examples, labels, dropout), runs);
    }

    /** Updates the parameters, the gradients clipped to the options' norm, the rates times {@code schedule} in [0, 1]. */
    public void update(Result result, double schedule) {
        optimizer.step(result.gradients(), schedule, result.gradientNorm());
    }

    AdamW optimizer() {
        return optimizer;
    }

    private Map<String, INDArray> feed(List<X> examples, int[] labels, SplittableRandom dropout) {
        Map<String, INDArray> feed = new HashMap<>(model.encoder().feed(examples, Encoder.Mode.TRAINING, dropout));
        float[][] oneHot = new float[labels.length][model.config().classes().size()]; // [B, C]
        for (int i = 0; i < labels.length; i++) oneHot[i][labels[i]] = 1;
        feed.put(MatryoshkaLoss.LABELS, Nd4j.createFromArray(oneHot));
        return feed;
    }

    private SortedMap<Integer, Double> losses(Program.Step step) {
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (int dim : model.config().dims().dims())
            losses.put(dim, step.outputs().get(MatryoshkaLoss.at(dim)).getDouble(0));
        return losses;
    }

    /**
     * What a batch gave.
     *
     * @param loss L, the weighted sum over all dims
     * @param losses CE_m by dim m, unweighted
     * @param gradientNorm the global norm of the gradients, before clipping
     * @param gradients by parameter, valid until the next batch
     */
    public record Result(
            double loss, SortedMap<Integer, Double> losses, double gradientNorm, Map<String, Gradient> gradients) {
        boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }
}
