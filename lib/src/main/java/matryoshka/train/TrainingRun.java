package matryoshka.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import matryoshka.data.Split;
import matryoshka.data.TrainingData;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.Parameters;
import matryoshka.model.Batches;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;

/** One training from its first step, or from a checkpoint, to its last. */
final class TrainingRun<X, D extends TrainingData<X>> implements TrainingState {
    private static final long ORDER = 0x9E3779B97F4A7C15L; // what a random number is for, mixed into its seed
    private static final long DROPOUT = 0xC2B2AE3D27D4EB4FL;

    private final TrainOptions options;
    private final MatryoshkaModel<X> model;
    private final Objective<? super D> objective;
    private final Split<D> split;
    private final List<TrainingListener> listeners;
    private final TrainingStep<X, D> trainingStep;
    private final Validation<X, D> validation;
    private final Parameters parameters;
    private final LinearSchedule schedule;
    private final int[] lengths;
    private double[] importance; // c_m of the next step
    private final List<StepReport> steps = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private int epoch = 1;
    private int batches; // of this epoch, done
    private String data; // fingerprint of the training part, once a checkpoint has asked for it
    private Parameters lastGood;
    private Parameters best; // the weights of the best epoch, if training may stop early

    TrainingRun(
            TrainOptions options,
            MatryoshkaModel<X> model,
            Objective<? super D> objective,
            Split<D> split,
            List<TrainingListener> listeners) {
        this.options = options;
        this.model = model;
        this.objective = objective;
        this.split = split;
        this.listeners = listeners;
        parameters = model.parameters();
        lengths = lengths(model.encoder(), split.train());
        int stepsAnEpoch = Math.ceilDiv(split.train().size(), options.batchSize());
        schedule = new LinearSchedule(
                options.epochs() * stepsAnEpoch, options.optimization().warmup());
        trainingStep = new TrainingStep<X, D>(model, objective, options);
        validation = new Validation<X, D>(model, objective, trainingStep.programs(), options.batchSize());
        importance =
                model.config().relativeImportance().stream().mapToDouble(c -> c).toArray();
    }

    /** Of the longest example of every item. */
    private static <X> int[] lengths(Encoder<X> encoder, TrainingData<X> data) {
        int[] lengths = new int[data.size()];
        Arrays.setAll(
                lengths,
                i -> data.examples(i).stream().mapToInt(encoder::length).max().orElseThrow());
        return lengths;
    }

    /** Takes up a training whose model has been loaded already. */
    void restore(Checkpoint checkpoint, Parameters moments, Parameters best) {
        trainingStep.optimizer().restore(moments, checkpoint.steps().size());
        this.best = best;
        steps.addAll(checkpoint.steps());
        epochs.addAll(checkpoint.epochs());
        data = checkpoint.data();
        epoch = checkpoint.epoch();
        batches = checkpoint.batches();
        if (!epochs.isEmpty() && epochs.getLast().epoch() == epoch) { // that one is over, as at the training's end
            epoch++;
            batches = 0;
        }
        importance = next(steps.getLast());
        keepAsLastGood();
    }

    TrainingHistory run() {
        listeners.forEach(listener -> listener.started(schedule.steps(), options.batchSize()));
        for (; epoch <= options.epochs() && !options.stopping().isOver(epochs); epoch++) {
            List<int[]> order = Batches.shuffled(lengths, options.batchSize(), random(ORDER, epoch));
            while (batches < order.size()) {
                step(order.get(batches));
                if (Thread.interrupted()) return new TrainingHistory(steps, epochs, true);
            }
            validate();
            batches = 0;
        }
        finish();
        return new TrainingHistory(steps, epochs, Thread.interrupted());
    }

    private void finish() {
        if (!steps.isEmpty()) listeners.forEach(listener -> listener.finished(this));
        if (best != null) parameters.copyFrom(best);
    }

    /** Of the seed, what it is for and when: a training that goes on draws what one that never stopped would. */
    private SplittableRandom random(long purpose, int number) {
        return new SplittableRandom(new SplittableRandom(options.seed() ^ purpose).nextLong() + number);
    }

    private void step(int[] items) {
        int number = steps.size() + 1;
        TrainingStep.Batch<D> batch = new TrainingStep.Batch<>(split.train(), items, importance);
        SplittableRandom dropout = random(DROPOUT, number);
        TrainingStep.Result result = looksAtDims(number)
                ? trainingStep.gradientsByDim(batch, dropout)
                : trainingStep.gradients(batch, dropout);
        if (!result.isFinite())
            throw diverged(number, "loss " + result.loss() + ", gradient norm " + result.gradientNorm());
        if (batches == 0) keepAsLastGood();
        trainingStep.update(result, schedule.at(number));
        batches++;
        StepReport report = report(number, items.length, result);
        importance = next(report);
        steps.add(report);
        listeners.forEach(listener -> listener.stepped(report));
        listeners.forEach(listener -> listener.reached(this));
    }

    private boolean looksAtDims(int step) {
        int every = options.gradientsEvery();
        return options.importance().needsGradientNorms() || every > 0 && step % every == 0;
    }

    private StepReport report(int number, int items, TrainingStep.Result result) {
        return new StepReport(
                epoch,
                number,
                schedule.steps(),
                items,
                result.loss(),
                result.losses(),
                byDim(importance),
                schedule.at(number) * options.optimization().encoderRate(),
                result.gradientNorm(),
                result.byDim());
    }

    private SortedMap<Integer, Double> byDim(double[] values) {
        List<Integer> dims = model.config().dims().dims();
        SortedMap<Integer, Double> byDim = new TreeMap<>();
        for (int i = 0; i < values.length; i++) byDim.put(dims.get(i), values[i]);
        return byDim;
    }

    /** The relative importance after a step. */
    private double[] next(StepReport step) {
        return options.importance()
                .next(
                        array(step.importanceByDim().values()),
                        array(step.lossByDim().values()),
                        step.gradients() == null ? null : array(step.gradients().norms()));
    }

    private static double[] array(Collection<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    @Override
    public int step() {
        return steps.size();
    }

    @Override
    public void save(Path folder, RunRecord run) throws IOException {
        if (data == null) data = split.train().sha256();
        Checkpoint checkpoint = new Checkpoint(options, objective.toString(), data, steps, epochs);
        model.saveUnfinished(
                folder,
                run,
                into -> checkpoint.write(into, trainingStep.optimizer().moments(), best));
    }

    /** The weights as they are now: their loss and gradient have just been found finite. */
    private void keepAsLastGood() {
        if (lastGood == null) lastGood = parameters.copy();
        else lastGood.copyFrom(parameters);
    }

    private TrainingDivergedException diverged(int step, String fault) {
        if (lastGood != null) parameters.copyFrom(lastGood);
        return new TrainingDivergedException(
                step, fault, schedule.at(step) * options.optimization().encoderRate());
    }

    private void validate() {
        double norm = trainingStep.optimizer().weightNorm();
        if (!Double.isFinite(norm)) throw diverged(steps.size(), "norm of all weights " + norm);
        if (split.validation().size() == 0) return;
        List<EpochReport.DimensionLoss> losses = validation.of(split.validation());
        for (EpochReport.DimensionLoss at : losses)
            if (!Double.isFinite(at.loss()))
                throw diverged(steps.size(), "validation loss " + at.loss() + " at " + at.dim() + " dims");
        EpochReport report = new EpochReport(epoch, objective.metric(), losses);
        epochs.add(report);
        keepIfBest(report);
        listeners.forEach(listener -> listener.validated(report));
    }

    private void keepIfBest(EpochReport report) {
        if (!options.stopping().endsEarly() || options.stopping().best(epochs).orElseThrow() != report) return;
        if (best == null) best = parameters.copy();
        else best.copyFrom(parameters);
    }
}
