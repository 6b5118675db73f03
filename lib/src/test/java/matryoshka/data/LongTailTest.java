package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import matryoshka.data.LongTail.Third;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTailTest {
    @Test
    void of_equal_classes_the_sizes_are_those_of_cifar_lt() {
        TextDataset equal = Texts.ofCounts(Collections.nCopies(10, 5_000));
        int[] published = {5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50}; // CIFAR-10-LT at ratio 100
        assertThat(LongTail.of(equal, 100, 1).sizes()).isEqualTo(published);
    }

    @Property(tries = 60, seed = "3")
    void sizes_follow_the_rule_and_no_larger_profile_would_fit(
            @ForAll @Size(min = 3, max = 12) List<@IntRange(min = 20, max = 90) Integer> counts,
            @ForAll @DoubleRange(min = 1, max = 20) double ratio) {
        LongTail tail = LongTail.of(Texts.ofCounts(counts), ratio, 1);
        int[] sizes = tail.sizes();
        List<Integer> descending =
                counts.stream().sorted(Collections.reverseOrder()).toList();
        boolean larger = true;
        for (int r = 0; r < sizes.length; r++) {
            double share = Math.pow(ratio, -r / (sizes.length - 1.0));
            assertThat(sizes[r]).isEqualTo((int) Math.floor(sizes[0] * share + 1e-9));
            assertThat(sizes[r]).isLessThanOrEqualTo(descending.get(r));
            larger &= (sizes[0] + 1) * share <= descending.get(r);
        }
        assertThat(larger).isFalse();
    }

    @Test
    void ranks_go_by_size_then_id_and_thirds_are_cut_by_rank() {
        LongTail tail = LongTail.of(Texts.ofCounts(List.of(20, 90, 20, 70, 90, 30, 25)), 2, 1);
        assertThat(tail.ranked()).containsExactly(1, 4, 3, 5, 6, 0, 2);
        assertThat(tail.classes(Third.HEAD)).containsExactly(1, 4);
        assertThat(tail.classes(Third.MIDDLE)).containsExactly(3, 5);
        assertThat(tail.classes(Third.TAIL)).containsExactly(6, 0, 2);
    }

    @Test
    void rows_are_distinct_in_their_old_order_and_drawn_by_the_seed() {
        TextDataset data = Texts.ofCounts(List.of(60, 50, 40, 30));
        TextDataset drawn = LongTail.of(data, 5, 1).dataset();
        int[] rows = IntStream.range(0, drawn.size()).map(drawn::row).toArray();
        assertThat(rows).isSorted().doesNotHaveDuplicates();
        assertThat(drawn.classes()).isEqualTo(data.classes());
        assertThat(drawn.sha256())
                .isEqualTo(LongTail.of(data, 5, 1).dataset().sha256())
                .isNotEqualTo(LongTail.of(data, 5, 2).dataset().sha256());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.NaN, Double.POSITIVE_INFINITY})
    void a_ratio_below_1_is_refused(double ratio) {
        assertThatThrownBy(() -> LongTail.of(Texts.ofCounts(List.of(5, 5, 5)), ratio, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1 or more", String.valueOf(ratio));
    }

    @Test
    void too_few_classes_or_rows_are_refused() {
        assertThatThrownBy(() -> LongTail.of(Texts.ofCounts(List.of(5, 5)), 2, 1))
                .hasMessageContainingAll("3 classes", "has 2");
        assertThatThrownBy(() -> LongTail.of(Texts.ofCounts(List.of(5, 5, 5)), 10, 1))
                .hasMessageContainingAll("10.0", "keep but 5", "lower the ratio");
        TextDataset empty = Texts.ofCounts(List.of(5, 5, 5)).withClasses(List.of("c000", "c001", "c002", "none"));
        assertThatThrownBy(() -> LongTail.of(empty, 2, 1)).hasMessageContaining("class without rows");
    }
}
