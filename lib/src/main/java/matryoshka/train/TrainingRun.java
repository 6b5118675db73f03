package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Program;
import matryoshka.model.Batches;
import matryoshka.model.MatryoshkaLoss;
import matryoshka.model.MatryoshkaModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One training from its first step to its last. */
final class TrainingRun<X> {
    private final TrainOptions options;
    private final MatryoshkaModel<X> model;
    private final Split<? extends Dataset<X>> split;
    private final List<TrainingListener> listeners;
    private final Program program;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final LinearSchedule schedule;
    private final int[] lengths;
    private final SplittableRandom order;
    private final SplittableRandom dropout;
    private final List<StepReport> steps = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private Parameters lastGood;

    TrainingRun(
            TrainOptions options,
            MatryoshkaModel<X> model,
            Split<? extends Dataset<X>> split,
            List<TrainingListener> listeners) {
        this.options = options;
        this.model = model;
        this.split = split;
        this.listeners = listeners;
        program = model.trainingProgram();
        parameters = model.parameters();
        optimizer = new AdamW(parameters, options, model.engine().workers());
        Dataset<X> train = split.train();
        lengths = new int[train.size()];
        Arrays.setAll(lengths, i -> model.encoder().length(train.example(i)));
        int stepsAnEpoch = Math.ceilDiv(train.size(), options.batchSize());
        schedule = new LinearSchedule(options.epochs() * stepsAnEpoch, options.warmup());
        SplittableRandom random = new SplittableRandom(options.seed());
        order = random.split();
        dropout = random.split();
    }

    TrainingHistory run() {
        listeners.forEach(listener -> listener.started(schedule.steps(), options.batchSize()));
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            for (int[] batch : Batches.shuffled(lengths, options.batchSize(), order)) {
                step(epoch, batch);
                if (Thread.interrupted()) return new TrainingHistory(steps, epochs, true);
            }
            validate(epoch);
        }
        return new TrainingHistory(steps, epochs, Thread.interrupted());
    }

    private void step(int epoch, int[] batch) {
        int number = steps.size() + 1;
        Program.Step result = program.run(feed(batch));
        double loss = result.outputs().get(MatryoshkaLoss.TOTAL).getDouble(0);
        double norm = optimizer.gradientNorm(result.gradients());
        double rate = schedule.at(number);
        if (!Double.isFinite(loss) || !Double.isFinite(norm))
            throw diverged(number, "loss " + loss + ", gradient norm " + norm);
        if (steps.isEmpty() || steps.getLast().epoch() < epoch) keepAsLastGood();
        optimizer.step(result.gradients(), rate, norm);
        StepReport report = new StepReport(
                epoch,
                number,
                schedule.steps(),
                batch.length,
                loss,
                losses(result),
                rate * options.encoderRate(),
                norm);
        steps.add(report);
        listeners.forEach(listener -> listener.stepped(report));
    }

    /** The weights as they are now: their loss and gradient have just been found finite. */
    private void keepAsLastGood() {
        if (lastGood == null) lastGood = parameters.copy();
        else lastGood.copyFrom(parameters);
    }

    private TrainingDivergedException diverged(int step, String fault) {
        if (lastGood != null) parameters.copyFrom(lastGood);
        return new TrainingDivergedException(step, fault, schedule.at(step) * options.encoderRate());
    }

    private Map<String, INDArray> feed(int[] batch) {
        Dataset<X> train = split.train();
        List<X> examples = Arrays.stream(batch).mapToObj(train::example).toList();
        Map<String, INDArray> feed = new HashMap<>(model.encoder().feed(examples, Encoder.Mode.TRAINING, dropout));
        float[][] labels = new float[batch.length][train.classes().size()]; // [B, C], one-hot
        for (int i = 0; i < batch.length; i++) labels[i][train.label(batch[i])] = 1;
        feed.put(MatryoshkaLoss.LABELS, Nd4j.createFromArray(labels));
        return feed;
    }

    private SortedMap<Integer, Double> losses(Program.Step result) {
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (int dim : model.config().dims().dims())
            losses.put(dim, result.outputs().get(MatryoshkaLoss.at(dim)).getDouble(0));
        return losses;
    }

    private void validate(int epoch) {
        double norm = optimizer.weightNorm();
        if (!Double.isFinite(norm)) throw diverged(steps.size(), "norm of all weights " + norm);
        if (split.validation().size() == 0) return;
        List<EpochReport.DimensionLoss> losses = Validation.of(
                model.embed(split.validation()), model.heads(), model.config().dims());
        for (EpochReport.DimensionLoss at : losses)
            if (!Double.isFinite(at.loss()))
                throw diverged(steps.size(), "validation loss " + at.loss() + " at " + at.dim() + " dims");
        EpochReport report = new EpochReport(epoch, losses);
        epochs.add(report);
        listeners.forEach(listener -> listener.validated(report));
    }
}
