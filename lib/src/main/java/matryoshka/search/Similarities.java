package matryoshka.search;

import matryoshka.Embeddings;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * How near rows are, as Lucene's graphs ask for it: q·x − |q|²/2 − |x|²/2, which falls as the distance grows. Of many
 * dims the rows are coded in bytes: a walk reads them from all over the memory.
 */
final class Similarities implements RandomVectorScorerSupplier {
    private static final int FLOATS_UP_TO = 32; // dims; of more, reading them takes longer than multiplying

    private final Rows rows;
    private final float[] halves; // |x|²/2 of every row; 0 where all are of unit length

    Similarities(Embeddings embeddings) {
        int dim = embeddings.dimension();
        halves = new float[embeddings.rows()];
        if (!embeddings.isNormalized())
            for (int row = 0; row < halves.length; row++) halves[row] = half(embeddings.values(), row * dim, dim);
        rows = dim > FLOATS_UP_TO ? new ByteCodes(embeddings) : new FloatRows(embeddings);
    }

    private static float half(float[] numbers, int at, int dim) {
        double squares = Distances.squares(numbers, at, at + dim);
        float half = (float) (squares / 2);
        if (!Float.isFinite(half))
            throw new IllegalArgumentException("row " + at / dim + " has length " + (float) Math.sqrt(squares)
                    + ": a graph's distances are computed in float; scale the rows, for example by normalize()");
        return half;
    }

    /** What they take beside the vectors. */
    long bytes() {
        return Float.BYTES * (long) halves.length + (rows instanceof ByteCodes codes ? codes.bytes() : 0);
    }

    /** Of a query, to all rows. */
    Scorer to(float[] query) {
        return new Scorer(query);
    }

    @Override
    public UpdateableRandomVectorScorer scorer() {
        return new Scorer(new float[rows.dimension()]);
    }

    @Override
    public RandomVectorScorerSupplier copy() {
        return this;
    }

    /** From one row or query to others; for one thread. */
    final class Scorer implements UpdateableRandomVectorScorer {
        private final float[] query;
        private float half;

        private Scorer(float[] query) {
            this.query = query;
        }

        @Override
        public void setScoringOrdinal(int row) {
            rows.read(row, query);
            half = halves[row];
        }

        @Override
        public float score(int row) {
            return rows.dot(query, row) - halves[row] - half;
        }

        @Override
        public float bulkScore(int[] others, float[] scores, int count) {
            int i = 0;
            for (; i + 4 <= count; i += 4)
                rows.dots(query, others[i], others[i + 1], others[i + 2], others[i + 3], scores, i);
            for (; i < count; i++) scores[i] = rows.dot(query, others[i]);
            float most = Float.NEGATIVE_INFINITY;
            for (i = 0; i < count; i++) {
                scores[i] -= halves[others[i]] + half;
                most = Math.max(most, scores[i]);
            }
            return most;
        }

        @Override
        public int maxOrd() {
            return halves.length;
        }
    }
}
