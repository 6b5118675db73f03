package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import matryoshka.NestingDims;
import matryoshka.data.TrainingData;
import matryoshka.engine.Gradient;
import matryoshka.engine.GradientSum;
import matryoshka.engine.Program;
import matryoshka.model.MatryoshkaLoss;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.TrainingPrograms;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a training repeats: the loss and its gradients on a batch, then an update of all parameters. */
public final class TrainingStep<X, D extends TrainingData<X>> {
    private final MatryoshkaModel<X> model;
    private final Objective<? super D> objective;
    private final int chunkSize;
    private final NestingDims dims;
    private final TrainingPrograms programs;
    private final AdamW optimizer;
    private final GradientSum sum;

    public TrainingStep(MatryoshkaModel<X> model, Objective<? super D> objective, TrainOptions options) {
        this.model = model;
        this.objective = objective;
        chunkSize = options.chunkSize();
        dims = model.config().dims();
        FineTuning scope = options.fineTuning();
        programs = model.programs(
                objective, name -> MatryoshkaModel.isHead(name) || scope.share(model.encoder(), name) > 0);
        optimizer = new AdamW(
                model.parameters(),
                options.optimization(),
                name -> scope.share(model.encoder(), name),
                model.engine().workers());
        sum = new GradientSum(model.engine().workers());
    }

    /**
     * A batch to learn from.
     *
     * @param <D> what the examples come in
     * @param items of the data
     * @param importance c_m, one for every nesting dim
     */
    public record Batch<D>(D data, int[] items, double[] importance) {}

    /** The loss of a batch and its gradients, valid until the next call; {@code dropout} draws the masks. */
    public Result gradients(Batch<D> batch, SplittableRandom dropout) {
        Chunks<X> chunks = chunks(batch, dropout);
        if (chunks.count() > 1) return chunked(batch, chunks, false);
        Program.Step step = programs.whole().run(feed(batch, chunks));
        return result(losses(step), step.gradients(), null);
    }

    /** The same, with a look at how the dims pull at the embeddings, for a second forward pass. */
    public Result gradientsByDim(Batch<D> batch, SplittableRandom dropout) {
        return chunked(batch, chunks(batch, dropout), true);
    }

    /** Where the time of {@link #gradients} of a batch of one chunk goes: ms by operation, over {@code runs} runs. */
    public Map<String, Double> profile(Batch<D> batch, SplittableRandom dropout, int runs) {
        return programs.whole().profile(feed(batch, chunks(batch, dropout)), runs);
    }

    /** Updates the parameters, gradients clipped to the options' norm, the rates times {@code schedule} in [0, 1]. */
    public void update(Result result, double schedule) {
        optimizer.step(result.gradients(), schedule, result.gradientNorm());
    }

    AdamW optimizer() {
        return optimizer;
    }

    TrainingPrograms programs() {
        return programs;
    }

    /** All first examples of the items, then all second ones. */
    static <X> List<X> examples(TrainingData<X> data, int[] items) {
        List<List<X>> together = Arrays.stream(items).mapToObj(data::examples).toList();
        List<X> examples = new ArrayList<>();
        for (int side = 0; side < together.getFirst().size(); side++)
            for (List<X> one : together) examples.add(one.get(side));
        return examples;
    }

    private Chunks<X> chunks(Batch<D> batch, SplittableRandom dropout) {
        return Chunks.of(model.encoder(), examples(batch.data(), batch.items()), chunkSize, dropout);
    }

    private Map<String, INDArray> feed(Batch<D> batch, Chunks<X> chunks) {
        Map<String, INDArray> feed = chunks.whole();
        feed.putAll(objective.targets(batch.data(), batch.items()));
        feed.putAll(MatryoshkaLoss.importance(dims, batch.importance()));
        return feed;
    }

    /** Encodes by chunks, finds the gradient of the embeddings, then that of the encoder, again by chunks. */
    private Result chunked(Batch<D> batch, Chunks<X> chunks, boolean byDim) {
        Map<String, INDArray> feed = new HashMap<>(objective.targets(batch.data(), batch.items()));
        feed.put(TrainingPrograms.EMBEDDINGS, chunks.encode(programs.encode()));
        GradientReport report = byDim ? report(feed) : null;
        feed.putAll(MatryoshkaLoss.importance(dims, batch.importance()));
        Program.Step loss = programs.loss().run(feed);
        Map<String, Gradient> heads = new HashMap<>(loss.gradients());
        INDArray gradient = heads.remove(TrainingPrograms.EMBEDDINGS).values().dup('c');
        sum.clear();
        sum.add(heads);
        Losses losses = losses(loss);
        if (programs.trainsEncoder()) chunks.backward(programs.encoderGradient(), gradient, sum);
        return result(losses, sum.total(), report);
    }

    /** With one dim's importance 1 and all others' 0, the gradient of the loss is that dim's. */
    private GradientReport report(Map<String, INDArray> embeddingsAndTargets) {
        List<INDArray> gradients = new ArrayList<>();
        for (int d = 0; d < dims.size(); d++) {
            double[] alone = new double[dims.size()];
            alone[d] = 1;
            Map<String, INDArray> feed = new HashMap<>(embeddingsAndTargets);
            feed.putAll(MatryoshkaLoss.importance(dims, alone));
            Program.Step step = programs.loss().run(feed);
            gradients.add(
                    step.gradients().get(TrainingPrograms.EMBEDDINGS).values().dup('c'));
        }
        return GradientReport.of(dims.dims(), gradients);
    }

    private record Losses(double total, SortedMap<Integer, Double> byDim) {}

    private Losses losses(Program.Step step) {
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (int dim : dims.dims())
            losses.put(dim, step.outputs().get(MatryoshkaLoss.at(dim)).getDouble(0));
        return new Losses(step.outputs().get(MatryoshkaLoss.TOTAL).getDouble(0), losses);
    }

    private Result result(Losses losses, Map<String, Gradient> gradients, GradientReport byDim) {
        return new Result(losses.total(), losses.byDim(), optimizer.gradientNorm(gradients), gradients, byDim);
    }

    /**
     * What a batch gave.
     *
     * @param loss L, the weighted sum over all dims
     * @param losses L_m by dim m, unweighted
     * @param gradientNorm the global norm of the gradients, before clipping
     * @param gradients by parameter, valid until the next batch
     * @param byDim how the dims pull at the embeddings, if that was asked for; else null
     */
    public record Result(
            double loss,
            SortedMap<Integer, Double> losses,
            double gradientNorm,
            Map<String, Gradient> gradients,
            GradientReport byDim) {
        boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }
}
