package matryoshka.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import matryoshka.model.RunRecord;

/**
 * Keeps a training's state in a folder every so many steps, each time in place of the last.
 *
 * @param every steps between two checkpoints
 * @param folder where the model goes in the end, too
 * @param run what the checkpoint's run record says
 */
public record Checkpoints(int every, Path folder, RunRecord run) implements TrainingListener {
    public Checkpoints {
        if (every < 1) throw new IllegalArgumentException("checkpoints come every 1 step or more, got " + every);
    }

    @Override
    public void reached(TrainingState state) {
        if (state.step() % every != 0) return;
        try {
            state.save(folder, run);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint of step " + state.step() + " was not written", e);
        }
    }
}
