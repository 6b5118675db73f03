package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class IntervalTest {
    @Test
    void students_interval_holds_the_mean_of_normal_samples_95_times_of_100() {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int i = 0; i < 4_000; i++)
            if (Interval.of(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
                    .contains(0)) held++;
        assertThat(held / 4_000.0).isCloseTo(0.95, within(0.015));
    }

    @Test
    void a_single_value_has_no_interval() {
        Interval one = Interval.of(3);
        assertThat(one.halfWidth()).isNaN();
        assertThat(one.isAbove(Interval.of(1, 2))).isFalse();
    }

    @Test
    void a_bootstrap_of_many_values_agrees_with_the_normal_interval() {
        double[] values =
                new SplittableRandom(2).doubles(400).map(x -> x < 0.7 ? 1 : 0).toArray();
        Interval drawn = Bootstrap.mean(values, 5);
        double mean = Arrays.stream(values).average().orElseThrow();
        double normal = 1.96 * Math.sqrt(mean * (1 - mean) / 400);
        assertThat(drawn.mean()).isEqualTo(mean);
        assertThat(drawn.halfWidth()).isCloseTo(normal, within(0.004));
        assertThat(Bootstrap.mean(values, 5)).isEqualTo(drawn);
    }

    @Test
    void pairing_takes_out_what_is_hard_for_both() {
        SplittableRandom random = new SplittableRandom(3);
        double[] a = random.doubles(300).toArray(), b = a.clone();
        for (int i = 0; i < b.length; i++) b[i] -= 0.01;
        Interval difference = Bootstrap.difference(a, b, 1);
        assertThat(difference.low()).isCloseTo(0.01, within(1e-9));
        assertThat(difference.high()).isCloseTo(0.01, within(1e-9));
        assertThat(Bootstrap.mean(a, 1).halfWidth()).isGreaterThan(0.02);
        assertThatThrownBy(() -> Bootstrap.difference(a, new double[2], 1)).hasMessageContainingAll("300", "2 of");
    }

    @Test
    void ratios_to_the_full_dim_are_taken_seed_by_seed() {
        DimensionCurve curve = new DimensionCurve(
                "MRL", Metric.TOP1, new TreeMap<>(Map.of(8, List.of(0.4, 0.3), 16, List.of(0.5, 0.6))));
        DimensionCurve ratio = curve.ratioToFull();
        assertThat(ratio.values().get(8)).containsExactly(0.4 / 0.5, 0.3 / 0.6);
        assertThat(ratio.values().get(16)).containsExactly(1.0, 1.0);
        assertThatThrownBy(() -> curve.at(9)).hasMessageContainingAll("MRL", "9 dims", "8,16");
        assertThatThrownBy(() -> new DimensionCurve(
                                "MRL", "top1", new TreeMap<>(Map.of(8, List.of(0.4), 16, List.of(0.5, 0.6))))
                        .ratioToFull())
                .hasMessageContaining("seed by seed");
    }

    @Test
    void differences_are_taken_seed_by_seed_at_common_dims_and_told_in_percent() {
        DimensionCurve mrl = new DimensionCurve(
                "MRL", Metric.TOP1, new TreeMap<>(Map.of(8, List.of(0.4, 0.3), 16, List.of(0.5, 0.6))));
        DimensionCurve fixed = new DimensionCurve("FF", Metric.TOP1, new TreeMap<>(Map.of(8, List.of(0.3, 0.1))));
        DimensionCurve less = mrl.minus(fixed);
        assertThat(less.method()).isEqualTo("MRL − FF");
        assertThat(less.dims().dims()).containsExactly(8);
        assertThat(less.at(8).mean()).isCloseTo(0.15, within(1e-12));
        assertThatThrownBy(() -> mrl.minus(new DimensionCurve("FF", "top1", new TreeMap<>(Map.of(8, List.of(0.3))))))
                .hasMessageContainingAll("seed by seed", "8 dims");

        Table table = DimensionCurve.table(List.of(mrl, fixed));
        assertThat(table.columnNames()).containsExactly("dim", "MRL", "FF");
        assertThat(table.getString(1, "MRL")).isEqualTo("55.0 ± 63.5"); // t = 12.706 at one degree of freedom
        assertThat(table.getString(1, "FF")).isEmpty();
        assertThat(Interval.of(0.686).percent()).isEqualTo("68.6");
        assertThat(Interval.of(-0.0001).percent()).isEqualTo("0.0");
    }
}
