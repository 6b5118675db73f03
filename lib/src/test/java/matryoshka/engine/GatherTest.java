package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.ids;
import static matryoshka.engine.Parity.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GatherTest {
    private static SDVariable rows(SameDiff sd, String table, String ids, int vocabulary, int width) {
        SDVariable variable = sd.hasVariable(table)
                ? sd.getVariable(table)
                : sd.var(table, normal(table.hashCode(), vocabulary, width));
        return sd.gather(variable, sd.placeHolder(ids, DataType.INT32, -1), 0);
    }

    @Property(tries = 12, seed = "1")
    void gradients_of_repeated_ids_come_by_row(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 50) int vocabulary,
            @ForAll @IntRange(min = 1, max = 37) int width) {
        agree(sd -> rows(sd, "table", "ids", vocabulary, width).mul(2), Map.of("ids", ids(5, n, vocabulary)), "gather");
    }

    @Property(tries = 8, seed = "1")
    void two_gathers_in_one_graph(
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 1, max = 37) int width) {
        Map<String, INDArray> feed = Map.of("a", ids(5, n, 9), "b", ids(6, n, 3));
        agree(sd -> rows(sd, "words", "a", 9, width).add(rows(sd, "types", "b", 3, width)), feed, "gather");
        agree(
                sd -> rows(sd, "words", "a", 9, width).mul(rows(sd, "types", "b", 3, width)),
                feed,
                "gather",
                "multiply_bp");
    }

    @Property(tries = 8, seed = "1")
    void a_table_gathered_twice_has_a_dense_gradient( // ND4J's own segment sum is wrong for one row
            @ForAll @IntRange(min = 2, max = 40) int n, @ForAll @IntRange(min = 1, max = 37) int width) {
        Map<String, INDArray> feed = Map.of("a", ids(5, n, 9), "b", ids(6, n, 9));
        Parity.Build build = sd -> rows(sd, "words", "a", 9, width).mul(rows(sd, "words", "b", 9, width));
        agree(build, feed, "gather", "unsorted_segment_sum");
        assertThat(Parity.run(Parity.VECTORIZED, build, feed).gradients().get("words"))
                .isInstanceOf(Gradient.Dense.class);
    }

    @Property(tries = 8, seed = "1")
    void a_table_that_is_also_multiplied_has_a_dense_gradient(
            @ForAll @IntRange(min = 2, max = 20) int n, @ForAll @IntRange(min = 1, max = 37) int width) {
        Parity.Build build = sd -> {
            SDVariable rows = rows(sd, "words", "a", 9, width);
            return sd.mmul(rows, sd.getVariable("words"), false, true, false);
        };
        agree(build, Map.of("a", ids(5, n, 9)), "gather", "unsorted_segment_sum", "matmul_bp");
    }

    @Example
    void row_sums_are_the_naive_sums() {
        INDArray ids = Nd4j.createFromArray(3, 0, 3, 7, 0, 3);
        INDArray values = normal(1, 6, 19);
        Gradient.Rows sums = new RowSums().of(ids, values);
        assertThat(sums.ids()).containsExactly(3, 0, 7);
        Parity.close(
                "3",
                values.getRow(0).add(values.getRow(2)).add(values.getRow(5)),
                sums.values().getRow(0));
        Parity.close("0", values.getRow(1).add(values.getRow(4)), sums.values().getRow(1));
        Parity.close("7", values.getRow(3), sums.values().getRow(2));
    }

    @Example
    void row_sums_start_afresh_every_time() {
        RowSums sums = new RowSums();
        INDArray first = normal(1, 6, 5);
        sums.of(Nd4j.createFromArray(3, 0, 3, 7, 0, 3), first);
        INDArray two = first.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all());
        Gradient.Rows again = sums.of(Nd4j.createFromArray(9, 3), two);
        assertThat(again.ids()).containsExactly(9, 3);
        Parity.close("9", first.getRow(0), again.values().getRow(0));
        Parity.close("3", first.getRow(1), again.values().getRow(1));
    }

    @Example
    void ids_of_another_type_work_too() {
        Parity.Build longs =
                sd -> sd.gather(sd.var("table", normal(1, 9, 5)), sd.placeHolder("ids", DataType.INT64, -1), 0)
                        .mul(2);
        agree(longs, Map.of("ids", ids(5, 20, 9).castTo(DataType.INT64)));
    }

    @Example
    void an_id_beyond_the_table_is_named() {
        SameDiff graph = SameDiff.create();
        String rows = rows(graph, "table", "ids", 9, 5).name();
        Program program = Parity.VECTORIZED.forward(graph, List.of(rows));
        for (int id : new int[] {9, -1})
            assertThatThrownBy(() -> program.run(Map.of("ids", Nd4j.createFromArray(0, id))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("id " + id)
                    .hasMessageContaining("0 to 8");
    }

    @Example
    void only_gathers_of_rows_can_be_differentiated() {
        SameDiff graph = SameDiff.create();
        graph.gather(graph.var("table", normal(1, 4, 5)), graph.constant(ids(1, 3, 5)), 1)
                .sum()
                .rename("loss");
        for (Engine engine : List.of(Parity.PLAIN, Parity.VECTORIZED))
            assertThatThrownBy(() -> engine.gradient(graph, "loss", List.of()))
                    .hasStackTraceContaining("only a gather of rows");
    }
}
