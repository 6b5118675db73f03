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
 * Where a training stands, beside its model: {@code training.json} and the optimiser's moments in {@code
 * optimizer.safetensors}. Shuffling and dropout are drawn from the seed, the epoch and the step, so their place is all
 * there is to know of them.
 *
 * @param options of the training
 * @param data SHA-256 of the training part
 * @param epoch under way, from 1
 * @param batches of that epoch already learned from
 * @param optimizerSteps how often the optimiser has updated
 * @param steps reported so far
 * @param epochs validated so far
 */
record Checkpoint(
        TrainOptions options,
        String data,
        int epoch,
        int batches,
        int optimizerSteps,
        List<StepReport> steps,
        List<EpochReport> epochs) {
    private static final String STATE = "training.json";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path folder, Parameters moments) throws IOException {
        Files.write(folder.resolve(STATE), JSON.writeValueAsBytes(this));
        Safetensors.write(folder.resolve(MOMENTS), moments, Map.of());
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
}
