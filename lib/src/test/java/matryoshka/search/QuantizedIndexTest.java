package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedIndexTest {
    @Provide
    Arbitrary<SearchCase> cases() {
        return SearchCase.any(SearchCase.Values.GAUSSIAN, SearchCase.Values.FEW_DISTINCT);
    }

    @Property(tries = 200, seed = "42")
    void where_all_rows_are_rescored_it_finds_what_the_plain_loop_finds(
            @ForAll Precision precision, @ForAll("cases") SearchCase given) {
        QuantizedIndex index = QuantizedIndex.of(given.database(), precision, 500);
        BitSet odd = new BitSet();
        IntStream.range(0, index.size()).filter(row -> row % 2 == 1).forEach(odd::set);
        List<SearchResult> all = index.searchAll(given.queries(), given.k());
        for (int q = 0; q < given.queries().rows(); q++) {
            assertThat(all.get(q).neighbors()).isEqualTo(given.nearest(q));
            assertThat(index.search(given.queries().row(q), given.k(), odd).neighbors())
                    .isEqualTo(given.nearest(q, odd.stream()));
        }
    }

    /** What the codes say is what plain arithmetic makes of them. */
    @Property(tries = 200, seed = "42")
    void codes_compare_as_the_numbers_they_stand_for(
            @ForAll Precision precision, @ForAll @IntRange(min = 1, max = 100) int dim, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[7 * dim], query = new float[dim];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        for (int i = 0; i < dim; i++) query[i] = (float) random.nextGaussian();
        float[] away = new float[7];
        precision.encode(Embeddings.of(values, 7, dim)).ask(query).compare(1, 7, away);
        for (int row = 1; row < 7; row++) {
            double expected = 0;
            float most = 0;
            for (int i = 0; i < dim; i++) most = Math.max(most, Math.abs(values[row * dim + i]));
            for (int i = 0; i < dim; i++) {
                double x = decoded(precision, values[row * dim + i], most);
                expected +=
                        precision == Precision.BINARY ? (x > 0) == (query[i] > 0) ? 0 : 1 : x * x - 2 * x * query[i];
            }
            assertThat((double) away[row - 1]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3));
        }
    }

    private static double decoded(Precision precision, float x, float most) {
        return switch (precision) {
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(x));
            case INT8 -> Math.round((double) x * 127 / most) * (most / 127);
            case BINARY -> x;
        };
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 1, 0.99, 2.1", "INT8, 1, 0.9, 1.2", "INT8, 4, 0.999, 1.2", "BINARY, 40, 0.8, 0.2"})
    void fewer_bits_find_fewer_and_rescoring_brings_them_back(
            Precision precision, int rescored, double least, double bytesPerNumber) {
        SplittableRandom random = new SplittableRandom(1);
        int dim = 64, rows = 3000;
        float[] values = new float[rows * dim];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        Embeddings database = Embeddings.of(values, rows, dim).normalize();
        Embeddings queries = database.select(IntStream.range(0, 50).toArray());
        QuantizedIndex index = QuantizedIndex.of(database, precision, rescored);
        List<SearchResult> truth = BruteForceIndex.of(database).searchAll(queries, 10);
        List<Long> hits = new ArrayList<>();
        for (int q = 0; q < 50; q++) {
            List<Neighbor> found = index.search(queries.row(q), 10).neighbors();
            assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Neighbor::distance));
            hits.add(found.stream().filter(truth.get(q).neighbors()::contains).count());
        }
        assertThat(hits.stream().mapToLong(x -> x).sum() / 500.0).isGreaterThanOrEqualTo(least);
        assertThat(index.bytes()).isLessThan((long) (bytesPerNumber * rows * dim));
        assertThat(index.withRescored(rescored + 1).bytes()).isEqualTo(index.bytes());
    }

    @Test
    void what_it_cannot_take_is_refused() {
        Embeddings large = Embeddings.of(new float[] {1, 2, 70_000, 0}, 2, 2);
        assertThatThrownBy(() -> QuantizedIndex.of(large, Precision.FLOAT16, 1))
                .hasMessageContainingAll("row 1", "65,504", "normalize()");
        assertThatThrownBy(() -> QuantizedIndex.of(large, Precision.INT8, 0)).hasMessageContaining("got 0");
        QuantizedIndex index = QuantizedIndex.of(large, Precision.INT8, 4);
        assertThatThrownBy(() -> index.search(new float[] {1, 2}, 3)).hasMessageContaining("1..2");
        assertThat(index.exact()).isFalse();
        assertThat(index.search(new float[] {0, 0}, 2).neighbors()).hasSize(2);
    }
}
