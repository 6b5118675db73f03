package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.bert.BertTokenizer;
import matryoshka.bert.Pretrained;
import matryoshka.data.Datasets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static int[] randomLengths(int count, long seed) {
        return new SplittableRandom(seed).ints(count, 2, 128).toArray();
    }

    private static void assertPartition(List<int[]> batches, int examples, int size) {
        assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, examples).toArray());
        assertThat(batches).allMatch(batch -> batch.length >= 1 && batch.length <= size);
        assertThat(batches).hasSize(Math.ceilDiv(examples, size));
    }

    @Property(tries = 100, seed = "3")
    void every_example_is_in_just_one_batch(
            @ForAll @Size(max = 300) List<@IntRange(min = 1, max = 128) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll long seed) {
        int[] array = lengths.stream().mapToInt(i -> i).toArray();
        assertPartition(Batches.sorted(array, size), array.length, size);
        assertPartition(Batches.shuffled(array, size, new SplittableRandom(seed)), array.length, size);
    }

    @Test
    void the_number_of_batches_does_not_depend_on_the_pools() {
        int[] lengths = randomLengths(50 * 8 + 8 + 3, 1); // one full pool and a remainder
        assertPartition(Batches.shuffled(lengths, 8, new SplittableRandom(1)), lengths.length, 8);
    }

    @Test
    void sorted_batches_begin_with_the_longest() {
        List<int[]> batches = Batches.sorted(new int[] {3, 9, 5, 9, 1}, 2);
        assertThat(batches.toArray(int[][]::new)).isDeepEqualTo(new int[][] {{1, 3}, {2, 0}, {4}});
    }

    @Test
    void shuffled_batches_pad_little() {
        int[] lengths = randomLengths(1600, 2);
        long tokens = Arrays.stream(lengths).sum();
        assertThat(padded(Batches.shuffled(lengths, 32, new SplittableRandom(2)), lengths))
                .isLessThan(tokens * 105 / 100);
        List<int[]> unsorted = IntStream.range(0, 50)
                .mapToObj(b -> IntStream.range(b * 32, b * 32 + 32).toArray())
                .toList();
        assertThat(padded(unsorted, lengths)).isGreaterThan(tokens * 150 / 100);
    }

    private static long padded(List<int[]> batches, int[] lengths) {
        return batches.stream()
                .mapToLong(batch -> (long) batch.length
                        * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow())
                .sum();
    }

    @Test
    void a_seed_gives_one_order_and_the_next_draw_another() {
        int[] lengths = randomLengths(500, 3);
        SplittableRandom random = new SplittableRandom(9);
        int[][] first = Batches.shuffled(lengths, 16, random).toArray(int[][]::new);
        int[][] second = Batches.shuffled(lengths, 16, random).toArray(int[][]::new);

        assertThat(Batches.shuffled(lengths, 16, new SplittableRandom(9)).toArray(int[][]::new))
                .isDeepEqualTo(first);
        assertThat(Arrays.deepEquals(first, second)).isFalse();
    }

    @Test
    void a_batch_holds_one_example_or_more() {
        for (int size : new int[] {0, -1}) {
            assertThatThrownBy(() -> Batches.sorted(new int[3], size)).hasMessageContaining("1 or more, got " + size);
            assertThatThrownBy(() -> Batches.shuffled(new int[3], size, new SplittableRandom(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The quickstart's data: WordNet's glosses by hypernym, with MiniLM's own tokens. */
    @Test
    void less_than_a_tenth_of_the_tokens_of_the_default_data_is_padding() throws IOException {
        BertTokenizer tokenizer = Pretrained.MINILM_L6.tokenizer();
        int[] lengths = Datasets.byName("wordnet-hypernyms").sample(8_000, 0).texts().stream()
                .mapToInt(text -> tokenizer.encode(text).length)
                .toArray();
        for (long seed = 0; seed < 3; seed++)
            assertThat(padding(lengths, Batches.shuffled(lengths, 32, new SplittableRandom(seed))))
                    .isBetween(0.01, 0.10); // in training
        assertThat(padding(lengths, Batches.sorted(lengths, 64))).isBetween(0.0, 0.05); // in embedding
    }

    /** The share of tokens that only fill up a batch to its longest text. */
    private static double padding(int[] lengths, List<int[]> batches) {
        long padded = 0;
        for (int[] batch : batches)
            padded += (long) batch.length
                    * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
        return 1 - (double) Arrays.stream(lengths).sum() / padded;
    }
}
