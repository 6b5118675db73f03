package matryoshka.search;

import matryoshka.Embeddings;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * How near rows are, as Lucene's graphs ask for it: q·x − |q|²/2 − |x|²/2, which falls as the distance grows. Rows are
 * read where they lie.
 */
final class Similarities implements RandomVectorScorerSupplier {
    private final float[] values; // [N, D]
    private final int dim;
    private final float[] halves; // |x|²/2 of every row; 0 where all are of unit length

    Similarities(Embeddings rows) {
        values = rows.values();
        dim = rows.dimension();
        halves = new float[rows.rows()];
        if (!rows.isNormalized()) for (int row = 0; row < halves.length; row++) halves[row] = half(values, row * dim);
    }

    private float half(float[] numbers, int at) {
        double squares = 0;
        for (int i = at; i < at + dim; i++) squares += (double) numbers[i] * numbers[i];
        float half = (float) (squares / 2);
        if (!Float.isFinite(half))
            throw new IllegalArgumentException("row " + at / dim + " has length " + (float) Math.sqrt(squares)
                    + ": a graph's distances are computed in float; scale the rows, for example by normalize()");
        return half;
    }

    /** Of a query, to all rows. */
    UpdateableRandomVectorScorer to(float[] query) {
        return new Scorer(query);
    }

    @Override
    public UpdateableRandomVectorScorer scorer() {
        return new Scorer(new float[dim]);
    }

    @Override
    public RandomVectorScorerSupplier copy() {
        return this;
    }

    private final class Scorer implements UpdateableRandomVectorScorer {
        private final float[] query;
        private float half;

        Scorer(float[] query) {
            this.query = query;
        }

        @Override
        public void setScoringOrdinal(int row) {
            System.arraycopy(values, row * dim, query, 0, dim);
            half = halves[row];
        }

        @Override
        public float score(int row) {
            return Dots.dot(query, values, row * dim, dim) - halves[row] - half;
        }

        @Override
        public float bulkScore(int[] rows, float[] scores, int count) {
            int i = 0;
            for (; i + 4 <= count; i += 4)
                Dots.four(
                        query,
                        values,
                        rows[i] * dim,
                        rows[i + 1] * dim,
                        rows[i + 2] * dim,
                        rows[i + 3] * dim,
                        dim,
                        scores,
                        i);
            for (; i < count; i++) scores[i] = Dots.dot(query, values, rows[i] * dim, dim);
            float most = Float.NEGATIVE_INFINITY;
            for (i = 0; i < count; i++) {
                scores[i] -= halves[rows[i]] + half;
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
