package matryoshka.train;

/** Hears how training goes: progress bars, live charts and logs hang on it, unknown to the trainer. */
public interface TrainingListener {
    /** Training is about to begin: {@code steps} steps of at most {@code batchSize} items. */
    default void started(int steps, int batchSize) {}

    default void stepped(StepReport step) {}

    /** Called after {@link #stepped}, with all there is to keep of the training. */
    default void reached(TrainingState state) {}

    default void validated(EpochReport epoch) {}

    /** The last step has been made; where early stopping is on, the best epoch's weights come back after this. */
    default void finished(TrainingState last) {}

    /** Training is over, by its end, an interrupt or an error. */
    default void ended() {}
}
