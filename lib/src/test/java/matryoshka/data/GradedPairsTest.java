package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GradedPairsTest {
    /** Pairs whose first text is their number i, which their score repeats as i / N. */
    private static GradedPairs random(int glosses, long seed) {
        TextPairs pairs = TextPairsTest.random(glosses, seed);
        int n = pairs.size();
        return GradedPairs.of(
                pairs, IntStream.range(0, n).mapToDouble(i -> (double) i / n).toArray());
    }

    private static void assertKeepsScores(GradedPairs part, GradedPairs whole) {
        for (int i = 0; i < part.size(); i++) {
            int old = Integer.parseInt(part.first(i));
            assertThat(part.score(i)).isEqualTo(whole.score(old));
            assertThat(part.examples(i)).isEqualTo(whole.examples(old));
        }
    }

    @Property(tries = 100, seed = "7")
    void a_split_is_that_of_the_pairs_and_scores_stay_with_them(
            @ForAll @IntRange(min = 10, max = 60) int glosses, @ForAll long seed) {
        GradedPairs data = random(glosses, seed);
        Split<GradedPairs> split = data.split(0.6, 0.2, seed);
        List<GradedPairs> parts = List.of(split.train(), split.validation(), split.test());
        assertThat(parts.stream().map(part -> part.pairs().sha256()))
                .isEqualTo(TextPairsTest.parts(data.pairs().split(0.6, 0.2, seed)).stream()
                        .map(TextPairs::sha256)
                        .toList());
        for (GradedPairs part : parts) assertKeepsScores(part, data);
    }

    @Property(tries = 50, seed = "7")
    void a_sample_is_that_of_the_pairs_and_scores_stay_with_them(
            @ForAll @IntRange(min = 1, max = 30) int n, @ForAll long seed) {
        GradedPairs data = random(20, seed);
        GradedPairs sample = data.sample(n, seed);
        assertThat(sample.pairs().sha256())
                .isEqualTo(data.pairs().sample(n, seed).sha256());
        assertKeepsScores(sample, data);
    }

    @Example
    void the_fingerprint_sees_texts_and_scores_and_their_order() {
        GradedPairs data = random(10, 3);
        double[] other = data.scores();
        other[2] += 1e-9;
        assertThat(GradedPairs.of(data.pairs(), data.scores()).sha256()).isEqualTo(data.sha256());
        assertThat(GradedPairs.of(data.pairs(), other).sha256()).isNotEqualTo(data.sha256());
        assertThat(data.select(1, 0).sha256()).isNotEqualTo(data.select(0, 1).sha256());
    }

    @Example
    void scores_given_or_taken_are_copies() {
        TextPairs pairs = TextPairsTest.pairs(List.of("x"), List.of("y"));
        double[] scores = {0.5};
        GradedPairs data = GradedPairs.of(pairs, scores);
        scores[0] = 1;
        data.scores()[0] = 1;
        assertThat(data.score(0)).isEqualTo(0.5);
        assertThat(data).hasToString("test.csv: 1 pairs of a and b, graded");
    }

    @Example
    void scores_out_of_0_to_1_or_too_few_are_refused() {
        TextPairs pairs = TextPairsTest.pairs(List.of("x", "y"), List.of("z", "w"));
        for (double wrong : new double[] {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
            assertThatThrownBy(() -> GradedPairs.of(pairs, 1, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("test.csv, pair 1", "[0, 1], got " + wrong, "ScoreRange");
        assertThatThrownBy(() -> GradedPairs.of(pairs, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("test.csv", "2 pairs", "got 1 scores");
    }

    @Property(tries = 500, seed = "7")
    void a_range_maps_its_ends_to_0_and_1_and_keeps_proportions(
            @ForAll @DoubleRange(min = -10, max = 10) double lowest,
            @ForAll @DoubleRange(min = 0.1, max = 10) double width,
            @ForAll @DoubleRange(min = 0, max = 1) double unit) {
        ScoreRange range = new ScoreRange(lowest, lowest + width);
        assertThat(range.unit(range.lowest())).isZero();
        assertThat(range.unit(range.highest())).isEqualTo(1);
        double score = Math.min(range.highest(), lowest + unit * width);
        assertThat(range.unit(score)).isCloseTo(unit, within(1e-12));
    }

    @Example
    void a_range_upside_down_or_without_end_is_refused() {
        for (double[] bounds : new double[][] {{5, 0}, {1, 1}, {Double.NaN, 1}, {0, Double.POSITIVE_INFINITY}})
            assertThatThrownBy(() -> new ScoreRange(bounds[0], bounds[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("got " + bounds[0] + " and " + bounds[1], "lower bound first");
    }
}
