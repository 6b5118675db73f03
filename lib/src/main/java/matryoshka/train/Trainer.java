package matryoshka.train;

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
        if (!split.train().classes().equals(model.config().classes()))
            throw new IllegalArgumentException("the data has other classes than the model: "
                    + split.train().classes() + " against " + model.config().classes());
        if (split.train().size() == 0) throw new IllegalArgumentException("the training part is empty");
        TrainingRun<X> run = new TrainingRun<>(options, model, split, List.of(listeners));
        try {
            return run.run();
        } finally {
            for (TrainingListener listener : listeners) listener.ended();
        }
    }
}
