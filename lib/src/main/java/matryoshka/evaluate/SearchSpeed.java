package matryoshka.evaluate;

import java.util.Arrays;
import matryoshka.Embeddings;
import matryoshka.search.VectorIndex;

/** How many queries an index answers in a second, one after the other. */
public final class SearchSpeed {
    private static final int ROUNDS = 5;
    private static final int QUERIES = 200;
    private static final double WARM_UP_SECONDS = 1;

    private SearchSpeed() {}

    /** The median of five rounds over up to 200 of the queries, after a second of warming up. */
    public static double queriesPerSecond(VectorIndex index, Embeddings queries, int k) {
        return queriesPerSecond(index, queries, k, WARM_UP_SECONDS);
    }

    /** The same after another time of warming up, where many indexes of a kind follow each other. */
    public static double queriesPerSecond(VectorIndex index, Embeddings queries, int k, double warmUpSeconds) {
        float[][] asked = new float[Math.min(QUERIES, queries.rows())][];
        Arrays.setAll(asked, queries::row);
        for (double spent = 0; spent < warmUpSeconds; ) spent += seconds(index, asked, k);
        double[] rounds = new double[ROUNDS];
        Arrays.setAll(rounds, i -> asked.length / seconds(index, asked, k));
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static double seconds(VectorIndex index, float[][] queries, int k) {
        long start = System.nanoTime();
        for (float[] query : queries) index.search(query, k);
        return (System.nanoTime() - start) / 1e9;
    }
}
