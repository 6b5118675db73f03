package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DimensionCurveTest {
    @Test
    void what_is_kept_is_kept_at_every_larger_dim_too() {
        DimensionCurve dips =
                curve("MRL", Map.of(8, List.of(0.97), 16, List.of(0.9), 32, List.of(0.96), 64, List.of(1.0)));
        assertThat(dips.smallestKeeping(0.95)).isEqualTo(32);
        assertThat(dips.smallestKeeping(0.9)).isEqualTo(8);
        assertThat(dips.smallestKeeping(0.99)).isEqualTo(64);
    }

    @Test
    void shares_are_means_of_ratios_seed_by_seed() {
        DimensionCurve curve = curve("MRL", Map.of(8, List.of(0.2, 0.8), 16, List.of(0.4, 0.8)));
        assertThat(curve.smallestKeeping(0.75)).isEqualTo(8); // (1/2 + 1) / 2, where the ratio of means is 0.83
        assertThat(curve.smallestKeeping(0.76)).isEqualTo(16);
    }

    @Test
    void differences_are_paired_so_that_what_seeds_share_cancels() {
        DimensionCurve one = curve("MRL", Map.of(8, List.of(0.5, 0.7, 0.9), 16, List.of(1.0, 1.0, 1.0)));
        DimensionCurve other = curve("plain", Map.of(8, List.of(0.4, 0.6, 0.8), 32, List.of(1.0, 1.0, 1.0)));
        DimensionCurve difference = one.minus(other);
        assertThat(difference.dims().dims()).containsExactly(8);
        assertThat(difference.at(8).mean()).isCloseTo(0.1, within(1e-12));
        assertThat(difference.at(8).halfWidth()).isCloseTo(0, within(1e-12));
        assertThat(one.at(8).halfWidth()).isGreaterThan(0.4);
    }

    @Test
    void values_without_a_pair_are_refused() {
        DimensionCurve one = curve("MRL", Map.of(8, List.of(0.5, 0.7)));
        DimensionCurve other = curve("plain", Map.of(8, List.of(0.4)));
        assertThatThrownBy(() -> one.minus(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("8 dims", "MRL has 2", "plain 1");
    }

    @Test
    void where_a_rule_fails_at_the_largest_dim_it_holds_from_no_dim_on() {
        DimensionCurve curve = curve("MRL", Map.of(8, List.of(1.0), 16, List.of(0.0)));
        assertThat(curve.smallestFrom(dim -> curve.at(dim).mean() > 0.5)).isEmpty();
    }

    private static DimensionCurve curve(String method, Map<Integer, List<Double>> values) {
        return new DimensionCurve(method, "1-NN", new TreeMap<>(values));
    }
}
