package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TextPairsTest {
    static TextPairs pairs(List<String> firsts, List<String> seconds) {
        return TextPairs.of(
                "test.csv",
                Table.create(StringColumn.create("a", firsts), StringColumn.create("b", seconds)),
                "a",
                "b");
    }

    /** Lemmas {@code 0}, {@code 1} …, a pair each; one to four of them share a gloss in some dress, scattered. */
    static TextPairs random(int glosses, long seed) {
        Random random = new Random(seed);
        List<String> seconds = new ArrayList<>();
        for (int g = 0; g < glosses; g++)
            for (int copies = random.nextInt(4); copies >= 0; copies--)
                seconds.add(copies == 2 ? " GLOSS  of " + g : "gloss of " + g);
        Collections.shuffle(seconds, random);
        return pairs(
                IntStream.range(0, seconds.size()).mapToObj(String::valueOf).toList(), seconds);
    }

    static List<TextPairs> parts(Split<TextPairs> split) {
        return List.of(split.train(), split.validation(), split.test());
    }

    private static Set<String> glosses(TextPairs pairs) {
        return pairs.seconds().stream()
                .map(text -> text.strip().replaceAll(" +", " ").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Property(tries = 200, seed = "7")
    void the_parts_are_disjoint_and_together_all_pairs_in_their_old_order(
            @ForAll @IntRange(min = 10, max = 80) int glosses, @ForAll long seed) {
        TextPairs data = random(glosses, seed);
        List<Integer> indices = new ArrayList<>();
        for (TextPairs part : parts(data.split(0.6, 0.2, seed))) {
            List<Integer> own = part.firsts().stream().map(Integer::valueOf).toList();
            assertThat(own).isSorted();
            for (int i = 0; i < own.size(); i++) assertThat(part.second(i)).isEqualTo(data.second(own.get(i)));
            indices.addAll(own);
        }
        assertThat(indices)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, data.size()).boxed().toList());
    }

    @Property(tries = 200, seed = "7")
    void no_second_text_straddles_and_the_shares_are_of_distinct_second_texts(
            @ForAll @IntRange(min = 10, max = 80) int glosses, @ForAll long seed) {
        TextPairs data = random(glosses, seed);
        int[] counts = parts(data.split(0.6, 0.2, seed)).stream()
                .mapToInt(part -> glosses(part).size())
                .toArray();
        assertThat(counts[0]).isEqualTo((int) Math.round(0.6 * glosses));
        assertThat(counts[0] + counts[1]).isEqualTo((int) Math.round(0.8 * glosses));
        assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(glosses); // so none is counted twice
    }

    @Example
    void the_seed_alone_decides() {
        TextPairs data = random(50, 3);
        Set<String> tests = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            Split<TextPairs> split = data.split(0.8, 0.1, seed);
            Split<TextPairs> again = data.split(0.8, 0.1, seed);
            assertThat(parts(again).stream().map(TextPairs::sha256))
                    .isEqualTo(parts(split).stream().map(TextPairs::sha256).toList());
            tests.add(split.test().sha256());
        }
        assertThat(tests).hasSize(10);
    }

    @Example
    void every_gloss_is_held_out_by_some_seed() {
        TextPairs data = random(10, 3);
        Set<String> held = new HashSet<>();
        for (long seed = 0; seed < 100; seed++)
            held.addAll(glosses(data.split(0.8, 0.1, seed).test()));
        assertThat(held).isEqualTo(glosses(data));
    }

    @Example
    void shares_of_one_leave_no_test() {
        Split<TextPairs> split = random(20, 3).split(0.9, 0.1, 1);
        assertThat(split.test().size()).isZero();
        assertThat(glosses(split.validation())).hasSize(2);
    }

    @Example
    void what_cannot_be_split_is_refused() {
        TextPairs data = pairs(List.of("x", "y", "z"), List.of("same", "Same ", "other"));
        assertThatThrownBy(() -> data.split(0.8, 0.1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "test.csv: 2 distinct second texts leave the validation part empty", "0.1", "raise that share");
        assertThatThrownBy(() -> data.split(0.8, 0.3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0.8 and 0.3", "try 0.8 and 0.1");
    }

    @Example
    void a_sample_of_all_or_more_is_all_and_one_of_none_is_refused() {
        TextPairs data = random(10, 3);
        assertThat(data.sample(data.size() + 1, 5).sha256()).isEqualTo(data.sha256());
        assertThat(data.sample(4, 5).firsts())
                .hasSize(4)
                .isSubsetOf(data.firsts())
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> data.sample(0, 5)).hasMessageContaining("1 pair or more, got 0");
    }
}
