package matryoshka.experiment;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import matryoshka.train.TrainingListener;

/** Methods compared on one task. */
public interface Study {
    /** Of the task, such as {@code hypernyms}. */
    String name();

    /** One sentence: the task, the data, what is compared. */
    String description();

    /** The methods in order of value: those that say most first. */
    List<String> methods();

    /** Trains by one method and measures, the same for the same seed and threads; empty if training was interrupted. */
    Optional<Outcome> run(String method, long seed, TrainingListener... listeners) throws IOException;
}
