package matryoshka.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.data.TrainingData;
import matryoshka.model.CrossEntropy;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;

/**
 * Teaches a model on the training part of a split and validates it at every nesting dim after each epoch: AdamW,
 * global-norm clipping, linear warm-up and decay, dropout, batches of like lengths. The same seed and threads give the
 * same weights.
 *
 * <p>An interrupt of the thread ends training after the running step; the model is usable then, the history says so,
 * and the thread's interrupt status is cleared.
 */
public final class Trainer {
    private final TrainOptions options;

    public Trainer(TrainOptions options) {
        this.options = options;
    }

    /**
     * Trains a classifier in place, by {@link CrossEntropy}.
     *
     * @throws TrainingDivergedException if the loss or its gradient is not finite; the model has its last good weights
     * @throws IllegalArgumentException if the split's classes are not the model's
     */
    public <X> TrainingHistory fit(
            MatryoshkaModel<X> model, Split<? extends Dataset<X>> split, TrainingListener... listeners) {
        return fit(model, new CrossEntropy(), split, listeners);
    }

    /**
     * Trains {@code model} in place.
     *
     * @throws TrainingDivergedException if the loss or its gradient is not finite; the model has its last good weights
     * @throws IllegalArgumentException if model, objective, options and data do not fit each other
     */
    public <X, D extends TrainingData<X>> TrainingHistory fit(
            MatryoshkaModel<X> model, Objective<? super D> objective, Split<D> split, TrainingListener... listeners) {
        requireFit(options, model, objective, split);
        return run(new TrainingRun<>(options, model, objective, split, List.of(listeners)), listeners);
    }

    /** Goes on with a classifier's training, by {@link CrossEntropy}. */
    public static <X> TrainingHistory resume(
            Path folder, MatryoshkaModel<X> model, Split<? extends Dataset<X>> split, TrainingListener... listeners)
            throws IOException {
        return resume(folder, model, new CrossEntropy(), split, listeners);
    }

    /**
     * Goes on with a training kept by {@link TrainingState#save}, with its own options, to the end it would have come
     * to: the same data, objective, seed and threads give the same weights, bit by bit.
     *
     * @param model as loaded from that folder
     * @throws matryoshka.encoder.ModelFormatException if the folder holds no training
     * @throws IllegalArgumentException if the objective or the training part is not the one it began with
     */
    public static <X, D extends TrainingData<X>> TrainingHistory resume(
            Path folder,
            MatryoshkaModel<X> model,
            Objective<? super D> objective,
            Split<D> split,
            TrainingListener... listeners)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.read(folder);
        requireFit(checkpoint.options(), model, objective, split);
        if (!checkpoint.objective().equals(objective.toString()))
            throw new IllegalArgumentException("the training in " + folder + " began with " + checkpoint.objective()
                    + ", not " + objective + ": go on with the same objective");
        if (!checkpoint.data().equals(split.train().sha256()))
            throw new IllegalArgumentException("the training in " + folder + " began on other texts (SHA-256 "
                    + checkpoint.data() + ", these have " + split.train().sha256()
                    + "): give it the same data and seed");
        TrainingRun<X, D> run = new TrainingRun<>(checkpoint.options(), model, objective, split, List.of(listeners));
        run.restore(checkpoint, Checkpoint.moments(folder), Checkpoint.best(folder));
        return run(run, listeners);
    }

    /** The options of the training kept in {@code folder}. */
    public static TrainOptions options(Path folder) throws IOException {
        return Checkpoint.read(folder).options();
    }

    private static <D extends TrainingData<?>> void requireFit(
            TrainOptions options, MatryoshkaModel<?> model, Objective<? super D> objective, Split<D> split) {
        objective.requireFit(model.config(), split.train());
        if (split.train().size() == 0) throw new IllegalArgumentException("the training part is empty");
        if (options.batchSize() < objective.smallestBatch())
            throw new IllegalArgumentException("batch size " + options.batchSize() + " teaches nothing by " + objective
                    + ", which compares items of a batch: take " + objective.smallestBatch() + " or more");
        if (options.stopping().endsEarly()) {
            if (split.validation().size() == 0)
                throw new IllegalArgumentException(
                        "early stopping needs validation, that part is empty: hold some of the data out");
            for (int dim : options.stopping().dims())
                if (!model.config().dims().dims().contains(dim))
                    throw new IllegalArgumentException(
                            "early stopping cannot watch " + dim + " dims: choose among the nesting dims "
                                    + model.config().dims());
        }
        if (options.fineTuning().lastLayers() == 0 && model.config().head() == Head.NONE)
            throw new IllegalArgumentException("nothing would learn: the encoder is frozen (0 last layers to train) and"
                    + " the model has no heads; train 1 layer or more");
    }

    private static TrainingHistory run(TrainingRun<?, ?> run, TrainingListener... listeners) {
        try {
            return run.run();
        } finally {
            for (TrainingListener listener : listeners) listener.ended();
        }
    }
}
