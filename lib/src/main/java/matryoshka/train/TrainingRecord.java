package matryoshka.train;

import matryoshka.data.Split;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;

/** What a run record says of a training. */
public final class TrainingRecord {
    private TrainingRecord() {}

    /** What {@code begun} says, and seed, model, objective, data, options, steps and the validation of every epoch. */
    public static RunRecord of(
            RunRecord begun,
            MatryoshkaModel<?> model,
            Objective<?> objective,
            Split<?> split,
            TrainOptions options,
            TrainingHistory history) {
        return begun.with("seed", options.seed())
                .with("head", model.config().head().name())
                .with("dims", model.config().dims().dims())
                .with("relativeImportance", model.config().relativeImportance())
                .with("objective", objective.toString())
                .with(split)
                .with("options", options)
                .with("steps", history.steps().size())
                .with("interrupted", history.interrupted())
                .with("validation", history.epochs());
    }
}
