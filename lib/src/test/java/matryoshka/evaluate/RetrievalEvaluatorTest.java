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
import matryoshka.search.BruteForceIndex;
import matryoshka.search.SearchResult;
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

    /** Rows on a line at 0, 1, 2 …, a query at 0: the order found is that of the rows. */
    @Test
    void average_precision_sums_precision_at_the_relevant_ranks_and_divides_by_k() {
        Embeddings line = Embeddings.of(new float[] {0, 1, 2, 3, 4}, 5, 1).withLabels(1, 0, 1, 1, 0);
        Embeddings queries = Embeddings.of(new float[] {-1, -1}, 2, 1).withLabels(1, 2);
        List<SearchResult> found = BruteForceIndex.of(line).searchAll(queries, 4);
        assertThat(RetrievalEvaluator.meanAveragePrecision(line, queries, found, 4))
                .isCloseTo((1.0 / 1 + 2.0 / 3 + 3.0 / 4) / 4 / 2, within(1e-12));
        assertThat(RetrievalEvaluator.meanAveragePrecision(line, queries, found, 2))
                .isCloseTo(1.0 / 2 / 2, within(1e-12)); // ranks beyond k do not count
        assertThatThrownBy(() -> RetrievalEvaluator.meanAveragePrecision(line, queries, List.of(), 2))
                .hasMessageContainingAll("2 queries", "got 0");
    }

    @Property(tries = 60, seed = "4")
    void mean_average_precision_equals_the_naive_double_loop(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 12) int k,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings database = labelled(rows, random), queries = labelled(7, random);
        List<SearchResult> found = BruteForceIndex.of(database).searchAll(queries, Math.min(k, rows));
        double expected = 0;
        for (int q = 0; q < 7; q++)
            for (int rank = 0; rank < found.get(q).neighbors().size(); rank++) {
                long relevant = 0;
                for (int i = 0; i <= rank; i++) relevant += isRelevant(database, queries, found.get(q), q, i) ? 1 : 0;
                if (isRelevant(database, queries, found.get(q), q, rank)) expected += relevant / (rank + 1.0) / k / 7;
            }
        assertThat(RetrievalEvaluator.meanAveragePrecision(database, queries, found, k))
                .isCloseTo(expected, within(1e-12));
    }

    private static boolean isRelevant(Embeddings database, Embeddings queries, SearchResult found, int q, int rank) {
        return database.label(found.neighbors().get(rank).row()) == queries.label(q);
    }

    private static Embeddings labelled(int rows, SplittableRandom random) {
        return random(rows, 3, random)
                .withLabels(
                        IntStream.generate(() -> random.nextInt(3)).limit(rows).toArray());
    }
}
