package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCorruptionTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final TextDataset REVIEWS = Datasets.reviews();

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    @Property(tries = 40, seed = "1")
    void at_rate_0_every_text_stays_as_it_is(@ForAll String text, @ForAll long seed, @ForAll int index) {
        assertThat(new TextCorruption(0, 0, seed).apply(text, index)).isEqualTo(text);
    }

    @Test
    void labels_classes_and_rows_stay() {
        TextDataset corrupted = new TextCorruption(0.5, 0.5, 3).apply(REVIEWS);
        assertThat(corrupted.labels()).isEqualTo(REVIEWS.labels());
        assertThat(corrupted.classes()).isEqualTo(REVIEWS.classes());
        assertThat(corrupted.row(17)).isEqualTo(REVIEWS.row(17));
        assertThat(corrupted.table().stringColumn("text").asList()).isEqualTo(corrupted.texts());
        assertThat(corrupted.texts()).doesNotContainAnyElementsOf(REVIEWS.texts());
    }

    @Test
    void what_becomes_of_a_text_depends_on_seed_and_index_alone() {
        TextCorruption corruption = new TextCorruption(0.3, 0.3, 5);
        TextDataset all = corruption.apply(REVIEWS);
        assertThat(corruption.apply(REVIEWS.example(40), 40)).isEqualTo(all.example(40));
        assertThat(corruption.apply(REVIEWS).sha256()).isEqualTo(all.sha256());
        assertThat(new TextCorruption(0.3, 0.3, 6).apply(REVIEWS).sha256()).isNotEqualTo(all.sha256());
        assertThat(IntStream.range(0, 100).mapToObj(i -> corruption.apply(REVIEWS.example(0), i)))
                .satisfies(texts -> assertThat(new HashSet<>(texts)).hasSizeGreaterThan(90));
    }

    @Test
    void at_rate_1_every_word_of_letters_gets_just_one_edit() {
        TextDataset typed = TextCorruption.typos(1, 2).apply(REVIEWS);
        for (int i = 0; i < REVIEWS.size(); i++) {
            List<String> before = words(REVIEWS.example(i)), after = words(typed.example(i));
            assertThat(after).hasSameSizeAs(before);
            for (int w = 0; w < before.size(); w++)
                assertThat(oneEditFrom(before.get(w))).contains(after.get(w));
        }
    }

    /** All strings one swap, deletion, insertion or substitution away, by brute force. */
    private static Set<String> oneEditFrom(String word) {
        Set<String> edits = new HashSet<>();
        for (int i = 0; i < word.length(); i++) {
            String head = word.substring(0, i), tail = word.substring(i + 1);
            edits.add(head + tail);
            if (!tail.isEmpty()) edits.add(head + tail.charAt(0) + word.charAt(i) + tail.substring(1));
            for (char c : (ALPHABET + ALPHABET.toUpperCase()).toCharArray()) {
                edits.add(head + c + tail);
                edits.add(head + word.charAt(i) + c + tail);
            }
        }
        edits.remove(word);
        return edits;
    }

    @Test
    void all_four_edits_happen_about_as_often() {
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[4];
        for (int n = 0; n < 4_000; n++) counts[kind("house", Typo.in("house", random))]++;
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(880, 1_120));
    }

    private static int kind(String word, String typed) {
        if (typed.length() != word.length()) return typed.length() < word.length() ? 0 : 1;
        return sorted(typed).equals(sorted(word)) ? 2 : 3;
    }

    private static String sorted(String word) {
        return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void wrong_keys_lie_beside_the_right_one_in_its_case() {
        Set<String> seen = new HashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 500; n++) seen.add(Typo.in("G", random));
        assertThat(seen.stream().map(typed -> typed.substring(typed.length() - 1)))
                .containsOnly("F", "H", "T", "Y", "V", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"–", "--", "é", "\u212A", "$\\", "日本"})
    void words_without_keys_stay(String word) {
        assertThat(TextCorruption.typos(1, 4).apply(word, 0)).isEqualTo(word);
    }

    @Test
    void white_space_stays_under_typos() {
        String typed = TextCorruption.typos(1, 4).apply(" a\t$1\n\nb ", 0);
        assertThat(typed.replaceAll("\\S+", "")).isEqualTo(" \t\n\n ");
    }

    @Property(tries = 60, seed = "2")
    void dropping_leaves_a_subsequence_with_at_least_one_word(
            @ForAll @DoubleRange(min = 0, max = 1) double rate, @ForAll long seed) {
        for (int i = 0; i < 10; i++) {
            List<String> before = words(REVIEWS.example(i));
            List<String> after = words(TextCorruption.droppedWords(rate, seed).apply(REVIEWS.example(i), i));
            assertThat(after).isNotEmpty().isSubsetOf(before);
            assertThat(before).containsSubsequence(after);
        }
    }

    @Test
    void dropping_all_leaves_one_word_and_not_always_the_same() {
        TextDataset left = TextCorruption.droppedWords(1, 4).apply(REVIEWS);
        assertThat(left.texts()).allMatch(text -> text.matches("\\S+"));
        assertThat(IntStream.range(0, 40)
                        .mapToObj(i -> TextCorruption.droppedWords(1, 4).apply("a b c", i)))
                .contains("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5})
    void the_share_of_words_hit_is_the_rate(double rate) {
        String text = "word ".repeat(20_000).strip();
        long kept = words(TextCorruption.droppedWords(rate, 1).apply(text, 0)).size();
        long whole = words(TextCorruption.typos(rate, 1).apply(text, 0)).stream()
                .filter("word"::equals)
                .count();
        assertThat(1 - kept / 20_000.0).isEqualTo(rate, within(0.015)); // 4 standard deviations at most
        assertThat(1 - whole / 20_000.0).isEqualTo(rate, within(0.015));
    }

    @Test
    void a_higher_rate_hits_the_same_words_the_same_way_and_more() {
        for (int i = 0; i < REVIEWS.size(); i++) {
            String text = REVIEWS.example(i);
            List<String> few = words(TextCorruption.droppedWords(0.2, 9).apply(text, i));
            List<String> fewer = words(TextCorruption.droppedWords(0.6, 9).apply(text, i));
            assertThat(few).containsSubsequence(fewer);
            List<String> whole = words(text);
            List<String> some = words(TextCorruption.typos(0.2, 9).apply(text, i));
            List<String> more =
                    new ArrayList<>(words(TextCorruption.typos(0.6, 9).apply(text, i)));
            for (int w = 0; w < whole.size(); w++)
                if (!some.get(w).equals(whole.get(w))) assertThat(more.get(w)).isEqualTo(some.get(w));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void a_rate_outside_0_to_1_is_refused(double rate) {
        assertThatThrownBy(() -> TextCorruption.typos(rate, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("typo rate", "0 to 1", String.valueOf(rate));
        assertThatThrownBy(() -> TextCorruption.droppedWords(rate, 0)).hasMessageContaining("drop rate");
    }
}
