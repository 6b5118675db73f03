package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.encoder.Parameters;
import matryoshka.model.Batches;
import matryoshka.model.MatryoshkaModel;

/** One training from its first step to its last. */
final class TrainingRun<X> {
    private final TrainOptions options;
    private final MatryoshkaModel<X> model;
    private final Split<? extends Dataset<X>> split;
    private final List<TrainingListener> listeners;
    private final TrainingStep<X> trainingStep;
    private final Parameters parameters;
    private final LinearSchedule schedule;
    private final int[] lengths;
    private final SplittableRandom order;
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
        parameters = model.parameters();
        Dataset<X> train = split.train();
        lengths = new int[train.size()];
        Arrays.setAll(lengths, i -> model.encoder().length(train.example(i)));
        int stepsAnEpoch = Math.ceilDiv(train.size(), options.batchSize());
        schedule = new LinearSchedule(options.epochs() * stepsAnEpoch, options.warmup());
        SplittableRandom random = new SplittableRandom(options.seed());
        order = random.split();
        trainingStep = new TrainingStep<>(model, options, random.split());
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
        Dataset<X> train = split.train();
        TrainingStep.Result result = trainingStep.gradients(
                Arrays.stream(batch).mapToObj(train::example).toList(),
                Arrays.stream(batch).map(train::label).toArray());
        double rate = schedule.at(number);
        if (!result.isFinite())
            throw diverged(number, "loss " + result.loss() + ", gradient norm " + result.gradientNorm());
        if (steps.isEmpty() || steps.getLast().epoch() < epoch) keepAsLastGood();
        trainingStep.update(result, rate);
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

    private void validate(int epoch) {
        double norm = trainingStep.weightNorm();
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
