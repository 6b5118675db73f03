package matryoshka.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The classes that a confusion matrix says most about. */
final class ConfusedClasses {
    /** How many queries of two classes were given to the other. */
    private record Pair(int one, int other, int count) {}

    private ConfusedClasses() {}

    /**
     * The classes of the pairs confused most often, at most {@code k} of them, in pairs; all classes by id if there
     * are no more than that.
     *
     * @param confusion queries by label and prediction [C, C]
     */
    static int[] most(int[][] confusion, int k) {
        int classes = confusion.length;
        if (classes <= k) return IntStream.range(0, classes).toArray();
        List<Pair> pairs = new ArrayList<>();
        for (int one = 0; one < classes; one++)
            for (int other = one + 1; other < classes; other++)
                pairs.add(new Pair(one, other, confusion[one][other] + confusion[other][one]));
        pairs.sort(Comparator.comparingInt(Pair::count).reversed()); // stable: ties by id
        Set<Integer> chosen = new LinkedHashSet<>();
        for (Pair pair : pairs) {
            if (chosen.size() < k) chosen.add(pair.one());
            if (chosen.size() < k) chosen.add(pair.other());
        }
        return chosen.stream().mapToInt(c -> c).toArray();
    }
}
