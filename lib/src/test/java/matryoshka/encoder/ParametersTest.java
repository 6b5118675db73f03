package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ParametersTest {
    private static INDArray counting(long... shape) {
        long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Nd4j.arange(length).castTo(DataType.FLOAT).reshape('c', shape);
    }

    @Test
    void names_and_visits_keep_the_order_of_the_map() {
        var map = new LinkedHashMap<String, INDArray>();
        for (String name : List.of("z", "a", "m")) map.put(name, counting(2));
        var visited = new ArrayList<String>();
        Parameters.of(map).forEach((name, array) -> visited.add(name));

        assertThat(visited).containsExactly("z", "a", "m");
        assertThat(Parameters.of(map).names()).containsExactly("z", "a", "m");
    }

    @Test
    void counts_the_numbers_of_all_tensors() {
        assertThat(Parameters.of(Map.of("w", counting(3, 4), "b", counting(5))).count())
                .isEqualTo(17);
        assertThat(Parameters.of(Map.of()).count()).isZero();
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest_ones() {
        var parameters = Parameters.of(Map.of(
                "encoder.layer.0.query.weight", counting(1),
                "encoder.layer.0.query.bias", counting(1),
                "encoder.layer.1.query.weight", counting(1),
                "pooler", counting(1)));

        assertThatThrownBy(() -> parameters.get("encoder.layer.2.query.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("encoder.layer.2.query.weight", "among 4", "encoder.layer.0.query.weight")
                .hasMessageNotContaining("pooler");
    }

    @Test
    void other_types_and_layouts_are_refused() {
        var faults = Map.of(
                "half", counting(2, 3).castTo(DataType.HALF),
                "int", counting(2, 3).castTo(DataType.INT32),
                "f order", counting(2, 3).dup('f'),
                "transposed", counting(2, 3).transpose(),
                "strided", counting(4, 6).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3)));

        faults.forEach((name, array) -> assertThatThrownBy(() -> Parameters.of(Map.of(name, array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(name, "castTo(FLOAT).dup('c')"));
    }

    @Test
    void the_stride_of_a_dim_of_one_does_not_matter() {
        for (long[] shape : new long[][] {{1}, {1, 1, 1}, {5, 1}, {1, 5}, {3, 1, 2}})
            assertThat(Parameters.of(Map.of("w", counting(shape))).get("w").shape())
                    .isEqualTo(shape);
        INDArray column = counting(5, 3).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1)); // [5, 1], stride 3
        assertThatThrownBy(() -> Parameters.of(Map.of("w", column))).hasMessageContaining("strides");
    }

    @Test
    void a_copy_does_not_follow_the_original() {
        var parameters = Parameters.of(Map.of("w", counting(2, 3)));
        Parameters copy = parameters.copy();
        parameters.get("w").addi(100);

        assertThat(copy.get("w")).isEqualTo(counting(2, 3));
    }

    @Test
    void copying_from_a_copy_restores_it_in_the_same_arrays() {
        INDArray shared = counting(2, 3);
        var parameters = Parameters.of(Map.of("w", shared));
        Parameters good = parameters.copy();
        shared.muli(-7);
        parameters.copyFrom(good);

        assertThat(shared).isEqualTo(counting(2, 3));
    }

    @Test
    void copying_between_unlike_parameters_is_refused_and_changes_nothing() {
        var map = new LinkedHashMap<String, INDArray>(Map.of("a", counting(2)));
        map.put("b", counting(3));
        var parameters = Parameters.of(map);

        assertThatThrownBy(() -> parameters.copyFrom(
                        Parameters.of(Map.of("a", counting(2).add(1), "b", counting(4)))))
                .hasMessageContainingAll("b", "[3]", "[4]");
        assertThatThrownBy(() -> parameters.copyFrom(Parameters.of(Map.of("a", counting(2), "c", counting(3)))))
                .hasMessageContainingAll("only here [b]", "only in the source [c]");
        assertThat(parameters.get("a")).isEqualTo(counting(2));
    }

    @Test
    void merging_appends_and_refuses_a_name_in_both() {
        var left = Parameters.of(Map.of("encoder", counting(2)));
        var right = Parameters.of(Map.of("head", counting(3)));

        assertThat(left.merged(right).names()).containsExactly("encoder", "head");
        assertThat(left.merged(right).get("head")).isSameAs(right.get("head"));
        assertThatThrownBy(() -> left.merged(left)).hasMessageContaining("encoder");
    }
}
