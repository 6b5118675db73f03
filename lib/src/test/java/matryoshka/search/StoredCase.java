package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random vectors, any bits among them, of any state, and where their blocks end. */
record StoredCase(Embeddings vectors, NestingDims dims, int[] some) {
    static Arbitrary<StoredCase> any() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(1, 24),
                        Arbitraries.of(Embeddings.Length.class),
                        Arbitraries.longs())
                .as(StoredCase::draw)
                .withoutEdgeCases();
    }

    private static StoredCase draw(int rows, int dimension, Embeddings.Length length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings vectors = bits(rows, dimension, random).withLength(length);
        if (random.nextBoolean()) vectors = vectors.withTrainedDims(NestingDims.doubling(1, 2 * dimension));
        TreeSet<Integer> ends = new TreeSet<>();
        for (int i = random.nextInt(5); i >= 0; i--) ends.add(random.nextInt(1, dimension + 1));
        int[] some = IntStream.range(0, rows == 0 ? 0 : random.nextInt(9))
                .map(i -> random.nextInt(rows))
                .toArray();
        return new StoredCase(vectors, new NestingDims(List.copyOf(ends)), some);
    }

    private static Embeddings bits(int rows, int dimension, SplittableRandom random) {
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = Float.intBitsToFloat(random.nextInt());
        return Embeddings.of(values, rows, dimension);
    }

    static Embeddings gaussian(int rows, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }

    /** All that embeddings hold but labels. */
    static void assertEqual(Embeddings actual, Embeddings expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.dimension()).isEqualTo(expected.dimension());
        assertThat(actual.trainedDims()).isEqualTo(expected.trainedDims());
        assertThat(actual.length()).isEqualTo(expected.length());
        assertThat(bits(actual)).isEqualTo(bits(expected));
    }

    private static int[] bits(Embeddings vectors) {
        return IntStream.range(0, vectors.values().length)
                .map(i -> Float.floatToRawIntBits(vectors.values()[i]))
                .toArray();
    }
}
