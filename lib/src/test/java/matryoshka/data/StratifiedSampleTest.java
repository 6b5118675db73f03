package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StratifiedSampleTest {
    @Property(tries = 200, seed = "7")
    void every_class_keeps_ten_rows_or_all_it_has(
            @ForAll @Size(min = 1, max = 15) List<@IntRange(min = 1, max = 80) Integer> counts,
            @ForAll @IntRange(min = 1, max = 400) int n,
            @ForAll long seed) {
        TextDataset data = Texts.ofCounts(counts);
        int[] sampled = data.sample(n, seed).classCounts();
        for (int c = 0; c < sampled.length; c++)
            assertThat(sampled[c]).isBetween(Math.min(10, counts.get(c)), counts.get(c));
    }

    @Property(tries = 200, seed = "7")
    void the_size_is_n_unless_the_floors_ask_for_more_or_the_data_has_less(
            @ForAll @Size(min = 1, max = 15) List<@IntRange(min = 1, max = 80) Integer> counts,
            @ForAll @IntRange(min = 1, max = 1500) int n,
            @ForAll long seed) {
        TextDataset data = Texts.ofCounts(counts);
        int floors = counts.stream().mapToInt(count -> Math.min(10, count)).sum();
        TextDataset sample = data.sample(n, seed);
        assertThat(sample.size()).isEqualTo(Math.min(data.size(), Math.max(n, floors)));
        assertThat(new HashSet<>(sample.texts())).hasSize(sample.size());
    }

    @Property(tries = 100, seed = "7")
    void beyond_the_floors_classes_keep_their_proportions_within_two_rows(
            @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 100, max = 400) Integer> counts,
            @ForAll @IntRange(min = 50, max = 99) int percent) {
        TextDataset data = Texts.ofCounts(counts);
        int n = data.size() * percent / 100;
        int[] sampled = data.sample(n, 1).classCounts();
        for (int c = 0; c < sampled.length; c++)
            assertThat((double) sampled[c]).isCloseTo((double) n * counts.get(c) / data.size(), within(2.0));
    }

    @Example
    void a_sample_as_large_as_the_data_is_the_data() {
        TextDataset data = Texts.ofCounts(List.of(20, 5));
        assertThat(data.sample(25, 1)).isSameAs(data);
        assertThat(data.sample(1_000_000, 1)).isSameAs(data);
    }

    @Example
    void rows_keep_their_order_and_the_seed_chooses_them() {
        TextDataset data = Texts.ofCounts(List.of(200, 100));
        TextDataset sample = data.sample(60, 7);
        assertThat(IntStream.range(0, 60).map(sample::row).toArray()).isSorted();
        assertThat(sample.sha256()).isEqualTo(data.sample(60, 7).sha256());
        assertThat(sample.sha256()).isNotEqualTo(data.sample(60, 8).sha256());
    }

    @Example
    void a_sample_of_nothing_is_refused() {
        assertThatThrownBy(() -> Texts.ofCounts(List.of(5)).sample(0, 1)).hasMessageContaining("1 row or more, got 0");
    }
}
