package matryoshka.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;

/**
 * Where a training stands, beside its model: {@code training.json}, the optimiser's moments in {@code
 * optimizer.safetensors}, and where training may stop early the best weights so far in {@code best.safetensors}.
 * Shuffling and dropout are drawn from the seed, the epoch and the step, so their place is all there is to know of
 * them.
 *
 * @param options of the training
 * @param objective what it says of itself
 * @param data SHA-256 of the training part
 * @param steps made so far, at least one
 * @param epochs validated so far
 */
record Checkpoint(
        TrainOptions options, String objective, String data, List<StepReport> steps, List<EpochReport> epochs) {
    private static final String STATE = "training.json";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String BEST = "best.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The epoch under way, from 1. */
    int epoch() {
        return steps.getLast().epoch();
    }

    /** How many batches of that epoch have been learned from. */
    int batches() {
        return (int) steps.stream().filter(step -> step.epoch() == epoch()).count();
    }

    /** @param best the weights of the best epoch so far, or null */
    void write(Path folder, Parameters moments, Parameters best) throws IOException {
        Files.write(folder.resolve(STATE), JSON.writeValueAsBytes(this));
        Safetensors.write(folder.resolve(MOMENTS), moments, Map.of());
        if (best != null) Safetensors.write(folder.resolve(BEST), best, Map.of());
    }

    /** @throws ModelFormatException if the folder holds no training, or a damaged one */
    static Checkpoint read(Path folder) throws IOException {
        Path file = folder.resolve(STATE);
        if (!Files.exists(file))
            throw new ModelFormatException(
                    folder, "holds no training to go on with", "train with checkpoints, or from the beginning");
        try {
            return JSON.readValue(file.toFile(), Checkpoint.class);
        } catch (JacksonException e) {
            throw new ModelFormatException(
                            file, "is no training's state (" + e.getOriginalMessage() + ")", "train from the beginning")
                    .initCause(e);
        }
    }

    static Parameters moments(Path folder) throws IOException {
        return Safetensors.read(folder.resolve(MOMENTS)).parameters();
    }

    /** The weights of the best epoch so far, null if none were kept. */
    static Parameters best(Path folder) throws IOException {
        Path file = folder.resolve(BEST);
        return Files.exists(file) ? Safetensors.read(file).parameters() : null;
    }
}
