package matryoshka.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Assigns groups of equal examples to the three parts. Every class first puts one group into train; then, class by
 * class, each further group goes to the part furthest below its target. What a class leaves over is carried to the
 * next (error diffusion), so that many small classes still fill the small parts.
 */
final class StratifiedSplit<X> {
    private static final int TRAIN = 0;
    private static final int OPEN = -1;
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Dataset<X> data;
    private final Function<? super X, ?> key; // equal of duplicates
    private final double[] shares;
    private final int[] part; // [N] index into Shares.PARTS
    private final int[][] parts;

    StratifiedSplit(Dataset<X> data, Function<? super X, ?> key, Shares shares, long seed) {
        this.data = data;
        this.key = key;
        this.shares = shares.all();
        this.part = new int[data.size()];
        refuseSingles();
        List<List<Group>> holders = groupsByClass(seed);
        holders.forEach(StratifiedSplit::anchorInTrain);
        double[] carry = new double[this.shares.length];
        for (int c = 0; c < holders.size(); c++) assign(ownedBy(c, holders.get(c)), carry);
        parts = IntStream.range(0, carry.length).mapToObj(this::indices).toArray(int[][]::new);
        shares.refuseEmpty(data.name() + ": " + data.size() + " rows", parts);
    }

    /** Ascending indices of train, validation and test. */
    int[][] parts() {
        return parts;
    }

    /** What makes two texts duplicates: all but case and white space. */
    static String key(String text) {
        return BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private void refuseSingles() {
        int[] counts = new int[data.classes().size()];
        for (int i = 0; i < data.size(); i++) counts[data.label(i)]++;
        for (int i = 0; i < data.size(); i++)
            if (counts[data.label(i)] == 1)
                throw new IllegalArgumentException(data.name() + ", " + data.place(i) + ": the class "
                        + Names.quote(data.classes().get(data.label(i))) + " has only this one example, which cannot be"
                        + " both learnt and tested; drop the row, merge the class into another, or add examples");
    }

    /** For each class the shuffled groups that hold it; an example with two labels is in the lists of both. */
    private List<List<Group>> groupsByClass(long seed) {
        Map<Object, Group> byKey = LinkedHashMap.newLinkedHashMap(data.size());
        for (int i = 0; i < data.size(); i++)
            byKey.computeIfAbsent(key.apply(data.example(i)), each -> new Group())
                    .rows
                    .add(i);
        List<Group> shuffled = new ArrayList<>(byKey.values());
        Collections.shuffle(shuffled, new Random(seed));
        List<List<Group>> holders = new ArrayList<>();
        for (int c = 0; c < data.classes().size(); c++) holders.add(new ArrayList<>());
        for (Group group : shuffled)
            group.rows.stream()
                    .mapToInt(data::label)
                    .distinct()
                    .forEach(c -> holders.get(c).add(group));
        return holders;
    }

    private static void anchorInTrain(Collection<Group> holders) {
        if (holders.stream().noneMatch(group -> group.part == TRAIN))
            holders.stream().findFirst().ifPresent(group -> group.part = TRAIN);
    }

    /** The groups whose first row has the class, so that an example with two labels is assigned once. */
    private List<Group> ownedBy(int c, List<Group> holders) {
        return holders.stream()
                .filter(group -> data.label(group.rows.getFirst()) == c)
                .toList();
    }

    private void assign(List<Group> groups, double[] carry) {
        int rows = groups.stream().mapToInt(group -> group.rows.size()).sum();
        double[] deficit = new double[shares.length];
        for (int p = 0; p < deficit.length; p++) deficit[p] = shares[p] * rows + carry[p];
        for (Group group : groups) if (group.part == TRAIN) deficit[TRAIN] -= group.rows.size();
        for (Group group : groups) {
            if (group.part == OPEN) {
                group.part = neediest(deficit);
                deficit[group.part] -= group.rows.size();
            }
            for (int i : group.rows) part[i] = group.part;
        }
        for (int p = 0; p < carry.length; p++) carry[p] = Math.clamp(deficit[p], -1.0, 1.0);
    }

    /** The part of the largest deficit among those with a share. */
    private int neediest(double[] deficit) {
        int best = TRAIN;
        for (int p = 1; p < deficit.length; p++) if (shares[p] > 0 && deficit[p] > deficit[best]) best = p;
        return best;
    }

    private int[] indices(int p) {
        return IntStream.range(0, part.length).filter(i -> part[i] == p).toArray();
    }

    /** Rows that are equal, which stay together. */
    private static final class Group {
        final List<Integer> rows = new ArrayList<>(1);
        int part = OPEN;
    }
}
