package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;

/** The studies there are. */
public final class Studies {
    private Studies() {}

    /** All of them, to run on {@code engine}. */
    public static List<Study> all(Engine engine) {
        return List.of(
                hypernyms(engine),
                longTail(engine),
                new ClassificationStudy<>(Tasks.questions(), List.of(), common(), engine),
                new ClassificationStudy<>(Tasks.fashion(), List.of(), common(), engine),
                new ReverseDictionaryStudy(engine),
                new StsStudy(engine),
                new RetrievalStudy(engine));
    }

    private static Study hypernyms(Engine engine) {
        Task<String, TextDataset> task = Tasks.hypernyms();
        List<Further<String>> further = new ArrayList<>(common());
        further.add(new Robustness(task));
        return new ClassificationStudy<>(task, Tasks.importanceVariants(), further, engine);
    }

    private static Study longTail(Engine engine) {
        return new ClassificationStudy<>(
                Tasks.longTail(), List.of(), List.of(new TailClasses<>(Tasks::longTailed)), engine);
    }

    private static <X> List<Further<X>> common() {
        return List.of(new AdaptiveDims<>(), new BetweenDims<>());
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
