package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GradientSumTest {
    private static final Workers WORKERS = new Workers(2);

    @AfterContainer
    static void close() {
        WORKERS.close();
    }

    /** What the sums should be, in tables of doubles. */
    private record Oracle(Map<String, INDArray> tables) {
        void add(String name, int[] shape, Gradient gradient) {
            INDArray table = tables.computeIfAbsent(name, n -> Nd4j.zeros(DataType.DOUBLE, Shapes.toLong(shape)));
            switch (gradient) {
                case Gradient.Dense(INDArray values) -> table.addi(values.castTo(DataType.DOUBLE));
                case Gradient.Rows(int[] ids, INDArray values) -> {
                    for (int i = 0; i < ids.length; i++)
                        table.getRow(ids[i]).addi(values.getRow(i).castTo(DataType.DOUBLE));
                }
            }
        }

        void check(Map<String, Gradient> total) {
            assertThat(total).containsOnlyKeys(tables.keySet());
            Oracle found = new Oracle(new HashMap<>());
            total.forEach((name, gradient) -> found.add(name, Tensor.of(tables.get(name)).shape, gradient));
            tables.forEach((name, table) -> assertThat(
                            found.tables.get(name).dup('c').data().asDouble())
                    .as(name)
                    .containsExactly(table.dup('c').data().asDouble(), within(1e-5)));
        }
    }

    @Property(tries = 30, seed = "6")
    void it_is_the_dense_sum_of_tables_and_of_rows(
            @ForAll @IntRange(min = 1, max = 5) int runs,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 33) int width,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GradientSum sum = new GradientSum(WORKERS);
        for (int round = 0; round < 2; round++) { // the second one finds memory of the first
            sum.clear();
            Oracle oracle = new Oracle(new LinkedHashMap<>());
            for (int run = 0; run < runs; run++) {
                Map<String, Gradient> gradients = draw(rows, width, random);
                gradients.forEach((name, gradient) -> oracle.add(name, shape(name, rows, width), gradient));
                sum.add(gradients);
                gradients.values().forEach(gradient -> gradient.values().assign(Float.NaN)); // forgotten by then
            }
            oracle.check(sum.total());
        }
    }

    private static int[] shape(String name, int rows, int width) {
        return name.equals("bias") ? new int[] {width} : new int[] {rows, width};
    }

    /** Of a matrix, a vector and the rows of a table; some runs do not reach the vector. */
    private static Map<String, Gradient> draw(int rows, int width, SplittableRandom random) {
        Map<String, Gradient> gradients = new LinkedHashMap<>();
        gradients.put("weight", new Gradient.Dense(Parity.normal(random.nextLong(), rows, width)));
        if (random.nextInt(3) > 0) gradients.put("bias", new Gradient.Dense(Parity.normal(random.nextLong(), width)));
        int[] ids = random.ints(1 + random.nextInt(rows), 0, rows).distinct().toArray();
        gradients.put("table", new Gradient.Rows(ids, Parity.normal(random.nextLong(), ids.length, width)));
        return gradients;
    }

    @Test
    void doubles_are_added_as_doubles() {
        GradientSum sum = new GradientSum(WORKERS);
        INDArray one = Nd4j.createFromArray(1.0, 1e-9, -3.0), other = Nd4j.createFromArray(1e-9, 2.0, 0.5);
        sum.add(Map.of("w", new Gradient.Dense(one)));
        sum.add(Map.of("w", new Gradient.Dense(other)));
        assertThat(sum.total().get("w").values().toDoubleVector()).containsExactly(1 + 1e-9, 2 + 1e-9, -2.5);
    }

    @Test
    void a_view_of_a_larger_array_or_a_transposed_one_is_added_number_by_number() {
        GradientSum sum = new GradientSum(WORKERS);
        INDArray one = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
        sum.add(Map.of("w", new Gradient.Dense(one)));
        sum.add(Map.of("w", new Gradient.Dense(one.dup('f'))));
        sum.add(Map.of("w", new Gradient.Dense(one.transpose().dup('c').transpose())));
        INDArray left = Nd4j.hstack(one, one).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3));
        sum.add(Map.of("w", new Gradient.Dense(left)));
        assertThat(sum.total().get("w").values()).isEqualTo(one.mul(4));
    }
}
