package matryoshka.search;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A random database with queries; few distinct values make duplicates and ties, some queries are rows themselves. */
record SearchCase(Embeddings database, Embeddings queries, int k) {
    /** Where numbers come from: the hard cases of floating point, and plain ones. */
    enum Values {
        GAUSSIAN,
        FEW_DISTINCT,
        NEARLY_EQUAL,
        TINY,
        HUGE;

        float draw(SplittableRandom random) {
            return switch (this) {
                case GAUSSIAN -> (float) random.nextGaussian();
                case FEW_DISTINCT -> random.nextInt(-1, 2);
                case NEARLY_EQUAL -> 1000 + random.nextInt(3) * Math.ulp(1000f);
                case TINY -> (float) random.nextGaussian() * 1e-22f;
                case HUGE -> (float) random.nextGaussian() * 1e30f;
            };
        }
    }

    static Arbitrary<SearchCase> any(Values... values) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 500),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.of(values),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.longs())
                .as(SearchCase::draw);
    }

    private static SearchCase draw(int rows, int dim, Values values, int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] data = new float[rows * dim], asked = new float[9 * dim];
        for (int i = 0; i < data.length; i++) data[i] = values.draw(random);
        for (int row = 1; row < rows; row += 3)
            System.arraycopy(data, random.nextInt(rows) * dim, data, row * dim, dim);
        for (int i = 0; i < asked.length; i++) asked[i] = values.draw(random);
        for (int query = 0; query < 4; query++)
            System.arraycopy(data, random.nextInt(rows) * dim, asked, query * dim, dim);
        return new SearchCase(Embeddings.of(data, rows, dim), Embeddings.of(asked, 9, dim), Math.min(k, rows));
    }

    /** The oracle: measure every row in plain double arithmetic and sort, ties by row. */
    List<Neighbor> nearest(int query) {
        return nearest(query, IntStream.range(0, database.rows()));
    }

    /** The same among some rows. */
    List<Neighbor> nearest(int query, IntStream among) {
        return among.boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> squared(query, row)))
                .limit(k)
                .map(row -> new Neighbor(row, (float) Math.sqrt(squared(query, row))))
                .toList();
    }

    private double squared(int query, int row) {
        double[] sums = new double[4]; // the order of summation the package promises
        float[] q = queries.row(query), x = database.row(row);
        int whole = q.length / 4 * 4;
        for (int i = 0; i < q.length; i++)
            sums[i < whole ? i % 4 : 0] += ((double) q[i] - x[i]) * ((double) q[i] - x[i]);
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
