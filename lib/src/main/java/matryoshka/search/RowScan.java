package matryoshka.search;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** One query against one row after the other, at one of the dims. */
final class RowScan {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private final Prefixes database;
    private final Prefixes query; // of one row
    private final int d;
    private final int dim;
    private final float[] asked;
    private final float[] values;
    private final int stride;
    private final Candidates candidates;
    private float threshold = Float.NEGATIVE_INFINITY;

    /** Looks for the k nearest at the d-th dim. */
    RowScan(Prefixes database, Prefixes query, int d, int k) {
        this.database = database;
        this.query = query;
        this.d = d;
        dim = database.dims()[d];
        asked = query.embeddings().values();
        values = database.embeddings().values();
        stride = database.embeddings().dimension();
        float[] measured = query.at(d, 0);
        candidates = new Candidates(k, row -> Distances.squared(measured, 0, database.at(d, row), 0, dim));
    }

    /** Compares the query with rows {@code from..to-1}. */
    RowScan rows(int from, int to) {
        for (int row = from; row < to; row++) row(row);
        return this;
    }

    void row(int row) {
        float score = Math.fma(dot(row * stride), database.scales(d)[row], database.shifts(d)[row]);
        if (score < threshold) return;
        double low = query.low(d, 0, score);
        candidates.offer(row, low, query.high(d, 0, database, row, low));
        threshold = query.threshold(d, 0, candidates.limit());
    }

    TopK nearest() {
        return candidates.nearest();
    }

    private float dot(int at) {
        FloatVector even = FloatVector.zero(SPECIES), odd = even;
        int i = 0, step = SPECIES.length();
        for (; i + 2 * step <= dim; i += 2 * step) {
            even = FloatVector.fromArray(SPECIES, asked, i).fma(FloatVector.fromArray(SPECIES, values, at + i), even);
            odd = FloatVector.fromArray(SPECIES, asked, i + step)
                    .fma(FloatVector.fromArray(SPECIES, values, at + i + step), odd);
        }
        if (i + step <= dim) {
            even = FloatVector.fromArray(SPECIES, asked, i).fma(FloatVector.fromArray(SPECIES, values, at + i), even);
            i += step;
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < dim; i++) sum += asked[i] * values[at + i];
        return sum;
    }
}
