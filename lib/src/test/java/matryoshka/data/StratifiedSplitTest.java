package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class StratifiedSplitTest {
    /** Rows of classes; {@code repeats} in ten repeat an earlier text in other dress, maybe with another label. */
    private static TextDataset random(List<Integer> classSizes, int repeats, long seed) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int c = 0; c < classSizes.size(); c++)
            for (int i = 0; i < classSizes.get(c); i++) {
                boolean repeat = !texts.isEmpty() && random.nextInt(10) < repeats;
                texts.add(
                        repeat ? disguise(texts.get(random.nextInt(texts.size())), random) : "Text " + c + " no " + i);
                labels.add("class " + c);
            }
        return Texts.dataset(texts, labels);
    }

    private static String disguise(String text, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "  " + text.toUpperCase(Locale.ROOT) + "\n";
            case 1 -> text.replace(" ", " \t ");
            default -> text;
        };
    }

    private static List<TextDataset> parts(Split<TextDataset> split) {
        return List.of(split.train(), split.validation(), split.test());
    }

    @Property(tries = 200, seed = "7")
    void the_parts_are_disjoint_and_cover_every_row(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 5, max = 60) Integer> sizes,
            @ForAll @IntRange(max = 3) int repeats,
            @ForAll long seed) {
        TextDataset data = random(sizes, repeats, seed);
        List<Integer> rows = new ArrayList<>();
        for (TextDataset part : parts(data.split(0.6, 0.2, seed)))
            for (int i = 0; i < part.size(); i++) rows.add(part.row(i));
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(2, data.size() + 2).boxed().toList());
    }

    @Property(tries = 200, seed = "7")
    void duplicates_by_text_never_straddle_the_parts(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 5, max = 60) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 5) int repeats,
            @ForAll long seed) {
        Set<String> seen = new HashSet<>();
        for (TextDataset part : parts(random(sizes, repeats, seed).split(0.5, 0.25, seed))) {
            Set<String> own = new HashSet<>();
            for (String text : part.texts())
                own.add(text.toLowerCase(Locale.ROOT).replaceAll("\\s", ""));
            assertThat(Collections.disjoint(own, seen)).isTrue();
            seen.addAll(own);
        }
    }

    @Property(tries = 200, seed = "7")
    void every_class_is_in_train_and_all_parts_share_the_classes(
            @ForAll @Size(min = 5, max = 30) List<@IntRange(min = 2, max = 9) Integer> sizes,
            @ForAll @IntRange(max = 6) int repeats,
            @ForAll long seed) {
        TextDataset data = random(sizes, repeats, seed);
        Split<TextDataset> split = data.split(0.5, 0.5, seed);
        assertThat(split.train().classCounts()).doesNotContain(0);
        for (TextDataset part : parts(split)) assertThat(part.classes()).isEqualTo(data.classes());
    }

    @Property(tries = 200, seed = "7")
    void without_duplicates_every_class_has_its_share_of_every_part_within_two_rows(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 20, max = 90) Integer> sizes, @ForAll long seed) {
        TextDataset data = random(sizes, 0, seed);
        double[] shares = {0.7, 0.1, 0.2};
        List<TextDataset> parts = parts(data.split(shares[0], shares[1], seed));
        for (int p = 0; p < 3; p++) {
            assertThat((double) parts.get(p).size()).isCloseTo(shares[p] * data.size(), within(2.0));
            for (int c = 0; c < data.classes().size(); c++)
                assertThat((double) parts.get(p).classCounts()[c])
                        .isCloseTo(shares[p] * data.classCounts()[c], within(2.0));
        }
    }

    @Property(tries = 50, seed = "7")
    void the_same_seed_gives_the_same_split_and_another_seed_another(@ForAll @LongRange(max = 1000) long seed) {
        TextDataset data = random(List.of(40, 30, 20), 1, 5);
        assertThat(data.split(0.8, 0.1, seed).test().sha256())
                .isEqualTo(data.split(0.8, 0.1, seed).test().sha256());
        assertThat(data.split(0.8, 0.1, seed).train().sha256())
                .isNotEqualTo(data.split(0.8, 0.1, seed + 1).train().sha256());
    }

    @Property(tries = 50, seed = "7")
    void labels_stay_with_their_texts(
            @ForAll @UniqueElements @Size(min = 30, max = 60) List<@IntRange(max = 999) Integer> ids) {
        List<String> texts = ids.stream().map(id -> "text " + id).toList();
        TextDataset data = Texts.dataset(
                texts,
                ids.stream()
                        .map(id -> "even".repeat(1 - id % 2) + "odd".repeat(id % 2))
                        .toList());
        for (TextDataset part : parts(Texts.withBoth(data).split(0.5, 0.25, 3)))
            for (int i = 0; i < part.size(); i++)
                if (part.example(i).startsWith("text "))
                    assertThat(part.classes().get(part.label(i)))
                            .isEqualTo(Integer.parseInt(part.example(i).substring(5)) % 2 == 0 ? "even" : "odd");
    }

    @Example
    void many_small_classes_still_fill_the_small_parts() {
        TextDataset data = random(IntStream.range(0, 200).mapToObj(c -> 3).toList(), 0, 1);
        Split<TextDataset> split = data.split(0.8, 0.1, 1);
        assertThat(split.train().size()).isBetween(478, 482);
        assertThat(split.validation().size()).isBetween(59, 61);
        assertThat(split.test().size()).isBetween(59, 61);
    }

    @Example
    void a_class_whose_texts_all_carry_another_label_too_is_in_train() {
        List<String> texts = new ArrayList<>(List.of("shared one", "shared two", "Shared one", "shared  two"));
        List<String> labels = new ArrayList<>(List.of("a", "a", "b", "b"));
        for (int i = 0; i < 20; i++) {
            texts.add("only a " + i);
            labels.add("a");
        }
        for (long seed = 0; seed < 50; seed++)
            assertThat(Texts.dataset(texts, labels)
                            .split(0.3, 0.3, seed)
                            .train()
                            .classCounts()[1])
                    .isPositive();
    }

    @Example
    void a_part_with_no_share_stays_empty() {
        for (long seed = 0; seed < 20; seed++) {
            Split<TextDataset> split = random(List.of(7, 11, 23), 3, seed).split(0.7, 0.3, seed);
            assertThat(split.test().size()).isZero();
        }
    }

    @Example
    void a_class_with_one_example_is_refused_with_class_row_and_remedy() {
        TextDataset data = Texts.dataset(List.of("a b", "c d", "e f", "g h"), List.of("x", "lonely", "x", "x"));
        assertThatThrownBy(() -> data.split(0.8, 0.1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "test.csv", "row 3", "\"lonely\"", "only this one example", "drop the row", "merge");
    }

    @Example
    void too_few_rows_for_a_part_are_refused() {
        TextDataset data = Texts.dataset(List.of("a", "b"), List.of("x", "x"));
        assertThatThrownBy(() -> data.split(0.9, 0.05, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 rows", "part empty", "raise that share");
    }

    @Example
    void shares_that_do_not_add_up_are_refused() {
        TextDataset data = Texts.dataset(List.of("a", "b"), List.of("x", "x"));
        for (double[] shares : new double[][] {{0, 0.5}, {0.8, -0.1}, {0.8, 0.3}, {Double.NaN, 0.1}})
            assertThatThrownBy(() -> data.split(shares[0], shares[1], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("" + shares[0], "" + shares[1], "try 0.8 and 0.1");
    }

    @Example
    void shares_that_sum_to_one_in_decimal_are_taken() {
        assertThat(new Shares(0.7, 0.3).all()[2]).isZero();
        assertThat(new Shares(0.9, 0.1).all()[2]).isZero();
    }
}
