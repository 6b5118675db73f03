package matryoshka.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.model.MatryoshkaModel;

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
     * Trains {@code model} in place.
     *
     * @throws TrainingDivergedException if the loss or its gradient is not finite; the model has its last good weights
     * @throws IllegalArgumentException if the split's classes are not the model's
     */
    public <X> TrainingHistory fit(
            MatryoshkaModel<X> model, Split<? extends Dataset<X>> split, TrainingListener... listeners) {
        requireFit(model, split);
        return run(new TrainingRun<>(options, model, split, List.of(listeners)), listeners);
    }

    /**
     * Goes on with a training kept by {@link TrainingState#save}, with its own options, to the end it would have come
     * to: the same data, seed and threads give the same weights, bit by bit.
     *
     * @param model as loaded from that folder
     * @throws matryoshka.encoder.ModelFormatException if the folder holds no training
     * @throws IllegalArgumentException if the training part is not the one it began with
     */
    public static <X> TrainingHistory resume(
            Path folder, MatryoshkaModel<X> model, Split<? extends Dataset<X>> split, TrainingListener... listeners)
            throws IOException {
        requireFit(model, split);
        Checkpoint checkpoint = Checkpoint.read(folder);
        if (!checkpoint.data().equals(split.train().sha256()))
            throw new IllegalArgumentException("the training in " + folder + " began on other texts (SHA-256 "
                    + checkpoint.data() + ", these have " + split.train().sha256()
                    + "): give it the same data and seed");
        TrainingRun<X> run = new TrainingRun<>(checkpoint.options(), model, split, List.of(listeners));
        run.restore(checkpoint, Checkpoint.moments(folder));
        return run(run, listeners);
    }

    /** The options of the training kept in {@code folder}. */
    public static TrainOptions options(Path folder) throws IOException {
        return Checkpoint.read(folder).options();
    }

    private static void requireFit(MatryoshkaModel<?> model, Split<?> split) {
        if (!split.train().classes().equals(model.config().classes()))
            throw new IllegalArgumentException("the data has other classes than the model: "
                    + split.train().classes() + " against " + model.config().classes());
        if (split.train().size() == 0) throw new IllegalArgumentException("the training part is empty");
    }

    private static TrainingHistory run(TrainingRun<?> run, TrainingListener... listeners) {
        try {
            return run.run();
        } finally {
            for (TrainingListener listener : listeners) listener.ended();
        }
    }
}
