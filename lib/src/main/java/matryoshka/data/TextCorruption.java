package matryoshka.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts as hurried writers leave them, to see how a model bears it: words dropped, then a typo in some of those left.
 * What becomes of a text depends on the seed and its index alone; at a higher rate the same words suffer the same and
 * more join them.
 *
 * @param typoRate the chance of a word, 0 to 1, to get one typo: two neighbours swapped, a character left out, a
 *     character too many or a wrong one, the latter from a neighbouring key
 * @param dropRate the chance of a word, 0 to 1, to be dropped; of every text one word is left
 */
public record TextCorruption(double typoRate, double dropRate, long seed) {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern WORD_WITH_BLANKS = Pattern.compile("\\S+\\s*");

    public TextCorruption {
        requireRate("typo rate", typoRate);
        requireRate("drop rate", dropRate);
    }

    private static void requireRate(String name, double rate) {
        if (!(rate >= 0 && rate <= 1))
            throw new IllegalArgumentException(
                    "a " + name + " is a share of the words from 0 to 1, got " + rate + ": try 0.1");
    }

    public static TextCorruption typos(double rate, long seed) {
        return new TextCorruption(rate, 0, seed);
    }

    public static TextCorruption droppedWords(double rate, long seed) {
        return new TextCorruption(0, rate, seed);
    }

    /** Every text corrupted; labels, classes and rows as they are. */
    public TextDataset apply(TextDataset data) {
        return data.withTexts(IntStream.range(0, data.size())
                .mapToObj(i -> apply(data.example(i), i))
                .toList());
    }

    /** One text, as the one at {@code index} of a dataset. */
    public String apply(String text, int index) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + index);
        SplittableRandom drops = random.split(), typos = random.split();
        return withTypos(withDrops(text, drops), typos);
    }

    private String withDrops(String text, SplittableRandom random) {
        List<String> words =
                WORD_WITH_BLANKS.matcher(text).results().map(MatchResult::group).toList();
        if (words.isEmpty()) return text;
        int left = random.nextInt(words.size()); // if no other is
        double[] chances = random.doubles(words.size()).toArray();
        IntPredicate dropped = w -> chances[w] < dropRate;
        boolean all = IntStream.range(0, chances.length).allMatch(dropped);
        if (IntStream.range(0, chances.length).noneMatch(dropped)) return text;
        return IntStream.range(0, chances.length)
                .filter(all ? w -> w == left : dropped.negate())
                .mapToObj(words::get)
                .collect(Collectors.joining())
                .strip();
    }

    private String withTypos(String text, SplittableRandom random) {
        return WORD.matcher(text).replaceAll(word -> {
            SplittableRandom own = random.split(); // so that other rates leave it its draws
            String typed = own.nextDouble() < typoRate ? Typo.in(word.group(), own) : word.group();
            return Matcher.quoteReplacement(typed);
        });
    }
}
