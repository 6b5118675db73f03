package matryoshka.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.encoder.Parameters;
import matryoshka.model.Batches;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;

/** One training from its first step, or from a checkpoint, to its last. */
final class TrainingRun<X> implements TrainingState {
    private static final long ORDER = 0x9E3779B97F4A7C15L; // what a random number is for, mixed into its seed
    private static final long DROPOUT = 0xC2B2AE3D27D4EB4FL;

    private final TrainOptions options;
    private final MatryoshkaModel<X> model;
    private final Split<? extends Dataset<X>> split;
    private final List<TrainingListener> listeners;
    private final TrainingStep<X> trainingStep;
    private final Parameters parameters;
    private final LinearSchedule schedule;
    private final int[] lengths;
    private final List<StepReport> steps = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private int epoch = 1;
    private int batches; // of this epoch, done
    private String data; // fingerprint of the training part, once a checkpoint has asked for it
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
        parameters = model.parameters();
        Dataset<X> train = split.train();
        lengths = new int[train.size()];
        Arrays.setAll(lengths, i -> model.encoder().length(train.example(i)));
        int stepsAnEpoch = Math.ceilDiv(train.size(), options.batchSize());
        schedule = new LinearSchedule(options.epochs() * stepsAnEpoch, options.warmup());
        trainingStep = new TrainingStep<>(model, options);
    }

    /** Takes up a training whose model has been loaded already. */
    void restore(Checkpoint checkpoint, Parameters moments) {
        trainingStep.optimizer().restore(moments, checkpoint.steps().size());
        steps.addAll(checkpoint.steps());
        epochs.addAll(checkpoint.epochs());
        data = checkpoint.data();
        epoch = checkpoint.epoch();
        batches = checkpoint.batches();
        keepAsLastGood();
    }

    TrainingHistory run() {
        listeners.forEach(listener -> listener.started(schedule.steps(), options.batchSize()));
        for (; epoch <= options.epochs(); epoch++) {
            List<int[]> order = Batches.shuffled(lengths, options.batchSize(), random(ORDER, epoch));
            while (batches < order.size()) {
                step(order.get(batches));
                if (Thread.interrupted()) return new TrainingHistory(steps, epochs, true);
            }
            validate();
            batches = 0;
        }
        return new TrainingHistory(steps, epochs, Thread.interrupted());
    }

    /** Of the seed, what it is for and when: a training that goes on draws what one that never stopped would. */
    private SplittableRandom random(long purpose, int number) {
        return new SplittableRandom(new SplittableRandom(options.seed() ^ purpose).nextLong() + number);
    }

    private void step(int[] batch) {
        int number = steps.size() + 1;
        Dataset<X> train = split.train();
        TrainingStep.Result result = trainingStep.gradients(
                Arrays.stream(batch).mapToObj(train::example).toList(),
                Arrays.stream(batch).map(train::label).toArray(),
                random(DROPOUT, number));
        double rate = schedule.at(number);
        if (!result.isFinite())
            throw diverged(number, "loss " + result.loss() + ", gradient norm " + result.gradientNorm());
        if (batches == 0) keepAsLastGood();
        trainingStep.update(result, rate);
        batches++;
        StepReport report = new StepReport(
                epoch,
                number,
                schedule.steps(),
                batch.length,
                result.loss(),
                result.losses(),
                rate * options.encoderRate(),
                result.gradientNorm());
        steps.add(report);
        listeners.forEach(listener -> listener.stepped(report));
        listeners.forEach(listener -> listener.reached(this));
    }

    @Override
    public int step() {
        return steps.size();
    }

    @Override
    public void save(Path folder, RunRecord run) throws IOException {
        if (data == null) data = split.train().sha256();
        Checkpoint checkpoint = new Checkpoint(options, data, steps, epochs);
        model.saveUnfinished(
                folder,
                run,
                into -> checkpoint.write(into, trainingStep.optimizer().moments()));
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

    private void validate() {
        double norm = trainingStep.optimizer().weightNorm();
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
