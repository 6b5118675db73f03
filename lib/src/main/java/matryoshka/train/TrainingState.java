package matryoshka.train;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.model.RunRecord;

/** A training after one of its steps; valid while a listener looks at it. */
public interface TrainingState {
    /** How many steps have been made. */
    int step();

    /**
     * Writes the model as it is now, with all that {@link Trainer#resume} needs to go on as if nothing had happened;
     * whole or not at all. The folder loads as any model's does, but holds no database of neighbours.
     */
    void save(Path folder, RunRecord run) throws IOException;
}
