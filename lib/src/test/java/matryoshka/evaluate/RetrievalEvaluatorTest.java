package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievalEvaluatorTest {
    private static Embeddings random(int rows, int dimension, SplittableRandom random) {
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }

    @Property(tries = 30, seed = "3")
    void recall_equals_the_naive_count_at_every_dim(
            @ForAll @IntRange(min = 3, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 3) int k,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings database = random(rows, 6, random), queries = random(5, 6, random);
        List<Set<Integer>> relevant = new ArrayList<>();
        for (int q = 0; q < 5; q++) {
            Set<Integer> own = new TreeSet<>(Set.of(random.nextInt(rows)));
            if (random.nextBoolean()) own.add(random.nextInt(rows));
            relevant.add(own);
        }
        NestingDims dims = NestingDims.of(1, 3, 6);

        var recall = RetrievalEvaluator.recall(database, queries, relevant, dims, k);

        for (int dim : dims.dims()) {
            Embeddings units = database.truncate(dim).normalize(),
                    asked = queries.truncate(dim).normalize();
            double sum = 0;
            for (int q = 0; q < 5; q++) {
                float[] query = asked.row(q);
                List<Integer> nearest = IntStream.range(0, rows)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer row) -> squared(query, units.row(row))))
                        .limit(k)
                        .toList();
                sum += (double) relevant.get(q).stream()
                                .filter(nearest::contains)
                                .count()
                        / relevant.get(q).size();
            }
            assertThat(recall.get(dim)).as("at %d", dim).isCloseTo(sum / 5, within(1e-12));
        }
    }

    private static double squared(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> ((double) a[i] - b[i]) * ((double) a[i] - b[i]))
                .sum();
    }

    @Test
    void queries_without_relevant_rows_are_refused() {
        Embeddings rows = Embeddings.of(new float[] {1, 2, 3, 4}, 2, 2);
        NestingDims dims = NestingDims.of(2);
        assertThatThrownBy(() -> RetrievalEvaluator.recall(rows, rows, List.of(Set.of(0)), dims, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 queries", "got 1");
        assertThatThrownBy(() -> RetrievalEvaluator.recall(rows, rows, List.of(Set.of(0), Set.of()), dims, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query 1 has no relevant row");
    }
}
