package matryoshka.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.bert.TinyBert;
import matryoshka.data.GradedPairs;
import matryoshka.data.Split;
import matryoshka.data.TextPairs;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Something small to compare with {@link TinyBert}: random texts, some of them in two pairs, some grades given twice. */
public final class TinyPairs {
    private static final int WORDS = 46;

    private TinyPairs() {}

    /** Pairs whose texts share their first word; pair 3 has the first text of pair 1, pair 4 the second text of pair 0. */
    public static TextPairs pairs(int count, long seed) {
        String[] firsts = texts(count, seed, 0), seconds = texts(count, seed + 1, 3);
        if (count > 3) firsts[3] = firsts[1];
        if (count > 4) seconds[4] = seconds[0];
        return of(firsts, seconds);
    }

    private static String[] texts(int count, long seed, int longer) {
        List<String> texts = TinyBert.texts(count + longer, seed); // of 0 to 9 words, other lengths on the other side
        return IntStream.range(0, count)
                .mapToObj(i -> (TinyBert.word(i % WORDS) + " " + texts.get(i + longer)).strip())
                .toArray(String[]::new);
    }

    /** The pairs of two columns. */
    public static TextPairs of(String[] firsts, String[] seconds) {
        Table table = Table.create(StringColumn.create("a", firsts), StringColumn.create("b", seconds));
        return TextPairs.of("tiny", table, "a", "b");
    }

    /** The same pairs, graded in quarters. */
    public static GradedPairs graded(int count, long seed) {
        double[] grades = new double[count];
        Arrays.setAll(grades, i -> (i * 7 + seed) % 5 / 4.0);
        return GradedPairs.of(pairs(count, seed), grades);
    }

    /** The first {@code train} pairs to learn from, the others to validate. */
    public static Split<TextPairs> split(TextPairs pairs, int train) {
        return new Split<>(pairs.select(range(0, train)), pairs.select(range(train, pairs.size())), pairs.select());
    }

    /** The first {@code train} pairs to learn from, the others to validate. */
    public static Split<GradedPairs> split(GradedPairs pairs, int train) {
        return new Split<>(pairs.select(range(0, train)), pairs.select(range(train, pairs.size())), pairs.select());
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
