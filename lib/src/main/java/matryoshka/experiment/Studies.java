package matryoshka.experiment;

import java.util.List;
import matryoshka.engine.Engine;

/** The studies there are. */
public final class Studies {
    private Studies() {}

    /** All of them, to run on {@code engine}. */
    public static List<Study> all(Engine engine) {
        return List.of(
                new HypernymStudy(engine),
                new ReverseDictionaryStudy(engine),
                new StsStudy(engine),
                new RetrievalStudy(engine));
    }

    /** The study of that name; IllegalArgumentException listing those there are if none has it. */
    public static Study byName(String name, Engine engine) {
        List<Study> all = all(engine);
        return all.stream()
                .filter(study -> study.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no experiment is named \"" + name + "\"; there are "
                        + all.stream().map(Study::name).toList()));
    }
}
