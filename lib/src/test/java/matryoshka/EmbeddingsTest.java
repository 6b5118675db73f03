package matryoshka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
    @Property(tries = 100, seed = "42")
    void a_prefix_is_the_first_numbers_of_each_row(
            @ForAll @IntRange(min = 0, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 9) int dimension,
            @ForAll @IntRange(min = 1, max = 9) int dim) {
        Embeddings whole = random(rows, dimension);
        if (dim > dimension) {
            assertThatThrownBy(() -> whole.prefix(dim)).hasMessageContainingAll("to " + dim, "1.." + dimension);
            return;
        }
        for (IntFunction<Embeddings> cut : cuts(whole)) {
            Embeddings prefix = cut.apply(dim);
            assertThat(prefix.dimension()).isEqualTo(dim);
            assertThat(prefix.rows()).isEqualTo(rows);
            for (int i = 0; i < rows; i++) assertThat(whole.row(i)).startsWith(prefix.row(i));
        }
    }

    @Test
    void rows_cut_after_they_were_normalised_have_lost_their_length_until_they_are_normalised_again() {
        Embeddings raw = random(5, 8);
        for (IntFunction<Embeddings> cut : cuts(raw))
            assertThat(cut.apply(3).hasLostUnitLength()).isFalse();
        for (IntFunction<Embeddings> cut : cuts(raw.normalize())) {
            Embeddings lost = cut.apply(3);
            assertThat(lost.isNormalized()).isFalse();
            assertThat(lost.hasLostUnitLength()).isTrue();
            assertThat(lost.prefix(2).hasLostUnitLength()).isTrue();
            assertThat(lost.select(1, 0).withLabels(4, 2).hasLostUnitLength()).isTrue();

            Embeddings unit = lost.normalize();
            assertThat(unit.isNormalized()).isTrue();
            assertThat(unit.hasLostUnitLength()).isFalse();
            Embeddings cutFirst = raw.prefix(3).normalize();
            for (int i = 0; i < unit.values().length; i++)
                assertThat(unit.values()[i]).isCloseTo(cutFirst.values()[i], within(1e-6f));
            assertThat(cut.apply(8).isNormalized()).isTrue(); // nothing was cut
        }
    }

    @Test
    void what_is_known_of_the_length_can_be_given_back_to_rows_that_were_read() {
        Embeddings unit = random(4, 6).withTrainedDims(NestingDims.of(2, 6)).normalize();
        for (Embeddings each : List.of(random(4, 6), unit, unit.prefix(3))) {
            Embeddings read =
                    Embeddings.of(each.values(), each.rows(), each.dimension()).withLength(each.length());
            assertThat(read.isNormalized()).isEqualTo(each.isNormalized());
            assertThat(read.hasLostUnitLength()).isEqualTo(each.hasLostUnitLength());
            assertThat(read.prefix(2).length()).isEqualTo(each.length().whenCut());
        }
    }

    @Test
    void inner_products_of_rows_that_lost_their_length_are_refused() {
        Embeddings units = random(3, 4).normalize();
        assertThat(units.dot(1, 1)).isCloseTo(1, within(1e-6));
        assertThat(units.prefix(2).normalize().dot(2, 2)).isCloseTo(1, within(1e-6));
        assertThatThrownBy(() -> units.prefix(2).dot(1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("cut to 2 dims", "normalize() after truncate");
    }

    @Test
    void truncating_to_an_untrained_dim_warns_once_with_the_remedy() {
        Embeddings embeddings = random(1, 11).withTrainedDims(NestingDims.of(3, 7, 11));

        assertThat(Printed.onErr(() -> {
                    embeddings.truncate(5);
                    embeddings.truncate(5).normalize();
                    random(2, 11).withTrainedDims(NestingDims.of(3, 7, 11)).truncate(5);
                }))
                .hasLineCount(1)
                .contains("5 dims", "trained for 3,7,11", "take 7, the nearest", "prefix");
        assertThat(Printed.onErr(() -> embeddings.truncate(4))).contains("4 dims", "take 3, the nearest");
        assertThat(Printed.onErr(() ->
                        random(1, 11).withTrainedDims(NestingDims.of(3, 11)).truncate(5)))
                .contains("trained for 3,11", "take 3, the nearest");
    }

    @Test
    void trained_dims_unknown_dims_and_prefixes_on_purpose_warn_of_nothing() {
        Embeddings embeddings = random(1, 13).withTrainedDims(NestingDims.of(3, 13));
        assertThat(Printed.onErr(() -> {
                    embeddings.truncate(3);
                    embeddings.truncate(13);
                    embeddings.prefix(6).truncate(6);
                    random(1, 13).truncate(6);
                }))
                .isEmpty();
    }

    /** Both ways to cut. */
    private static Iterable<IntFunction<Embeddings>> cuts(Embeddings embeddings) {
        return List.of(embeddings::truncate, embeddings::prefix);
    }

    private static Embeddings random(int rows, int dimension) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }
}
