package matryoshka.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import matryoshka.train.TrainingListener;

/**
 * Runs a study's methods with several seeds, the methods that say most first, and keeps what each run found at once:
 * {@code <study>.csv} with a row a value, and {@code <study>/<method>-seed-<n>.json}, the run's record. Started again,
 * it makes only the runs that are not in the file.
 */
public final class Experiment {
    private final Study study;
    private final Path folder;

    /** @param folder where the results go, such as {@code notebooks/results} */
    public Experiment(Study study, Path folder) {
        this.study = study;
        this.folder = folder;
    }

    /** Hears of the runs; gives each a listener for its training. */
    public interface Progress {
        /** Run {@code number} of {@code runs} begins. */
        TrainingListener begins(String method, long seed, int number, int runs);
    }

    public Path csv() {
        return folder.resolve(study.name() + ".csv");
    }

    /**
     * Makes the runs still to be made.
     *
     * @return all results; fewer than asked for if a training was interrupted
     * @throws IllegalArgumentException if the study has no such method; nothing has run then
     */
    public Results run(List<String> methods, List<Long> seeds, Progress progress) throws IOException {
        for (String method : methods)
            if (!study.methods().contains(method))
                throw new IllegalArgumentException(
                        "the study " + study.name() + " has no method " + method + ": choose among " + study.methods());
        Files.createDirectories(folder.resolve(study.name()));
        Results results = Results.read(csv());
        int number = 0;
        for (String method : methods)
            for (long seed : seeds) {
                number++;
                if (results.has(method, seed)) continue;
                TrainingListener listener = progress.begins(method, seed, number, methods.size() * seeds.size());
                Optional<Outcome> outcome = study.run(method, seed, listener);
                if (outcome.isEmpty()) return results;
                results = keep(results, method, seed, outcome.get());
                System.gc(); // a model's arrays, outside the heap, are freed when the collector meets their owners
            }
        return results;
    }

    private Results keep(Results results, String method, long seed, Outcome outcome) throws IOException {
        String run = study.name() + "/" + method.replaceAll("[^A-Za-z0-9.=+-]+", "-") + "-seed-" + seed + ".json";
        outcome.record().write(folder.resolve(run));
        Results more = results.with(study.name(), seed, outcome.measurements(), run);
        more.write(csv());
        return more;
    }
}
