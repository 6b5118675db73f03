package matryoshka.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import matryoshka.data.Split;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;

/** What a run record says of a training. */
public final class TrainingRecord {
    private static final String OPTIONS = "options";
    private static final String VALIDATION = "validation";
    private static final ObjectMapper JSON = new ObjectMapper();

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
                .with(OPTIONS, options)
                .with("steps", history.steps().size())
                .with("interrupted", history.interrupted())
                .with(VALIDATION, history.epochs());
    }

    /** The validation of the epoch whose weights the model of a finished training has; empty if none is told. */
    public static Optional<EpochReport> validation(RunRecord run) {
        if (!(run.entries().get(OPTIONS) instanceof Map<?, ?> options)
                || !(run.entries().get(VALIDATION) instanceof List<?> validated)
                || Boolean.TRUE.equals(run.entries().get("interrupted"))) return Optional.empty();
        try {
            List<EpochReport> epochs = JSON.convertValue(validated, new TypeReference<>() {});
            EarlyStopping stopping = JSON.convertValue(options.get("stopping"), EarlyStopping.class);
            if (epochs.isEmpty() || stopping == null) return Optional.empty();
            return stopping.endsEarly() ? stopping.best(epochs) : Optional.of(epochs.getLast());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of another version
        }
    }
}
