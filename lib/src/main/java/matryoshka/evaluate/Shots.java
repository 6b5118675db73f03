package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.Embeddings;

/** A few examples of every class. */
final class Shots {
    private Shots() {}

    /** Ascending rows, {@code shots} of each class or all it has; more shots keep those of fewer. */
    static int[] draw(Embeddings examples, int shots, long seed) {
        if (shots < 1)
            throw new IllegalArgumentException(
                    "a class mean needs 1 shot or more, got " + shots + ": try 5, or NearestClassMean.ALL");
        SortedMap<Integer, List<Integer>> rows = new TreeMap<>();
        for (int i = 0; i < examples.rows(); i++)
            rows.computeIfAbsent(examples.label(i), c -> new ArrayList<>()).add(i);
        Random random = new Random(seed);
        rows.values().forEach(ofClass -> Collections.shuffle(ofClass, random));
        return rows.values().stream()
                .flatMap(ofClass -> ofClass.stream().limit(shots))
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
