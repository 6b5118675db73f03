package matryoshka.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import matryoshka.model.RunRecord;

/** Keeps a training's last state in a folder, where the model itself goes back to its best epoch. */
public record LastState(Path folder, RunRecord run) implements TrainingListener {
    @Override
    public void finished(TrainingState last) {
        try {
            last.save(folder, run);
        } catch (IOException e) {
            throw new UncheckedIOException("the last state of the training was not written to " + folder, e);
        }
    }
}
