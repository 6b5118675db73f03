package matryoshka.search;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/** Rows as whole numbers −127..127 times a factor of the row; the query keeps its precision. */
final class ByteCodes implements Codes, Rows {
    private static final int LARGEST = 127;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.length() * Byte.SIZE)));
    private static final int STEP = FLOATS.length();

    private final byte[] codes; // [N, D] and what the last load reads beyond
    private final int dim;
    private final float[] factors;
    private final float[] squares; // |x|² of every row as coded

    ByteCodes(Embeddings rows) {
        dim = rows.dimension();
        codes = new byte[rows.values().length + BYTES.length()];
        factors = new float[rows.rows()];
        squares = new float[rows.rows()];
        for (int row = 0; row < factors.length; row++) encode(rows.values(), row);
    }

    private void encode(float[] values, int row) {
        float most = 0;
        for (int i = row * dim; i < (row + 1) * dim; i++) most = Math.max(most, Math.abs(values[i]));
        factors[row] = most / LARGEST;
        double sum = 0;
        for (int i = row * dim; i < (row + 1) * dim; i++) {
            codes[i] = (byte) (most == 0 ? 0 : Math.round((double) values[i] * LARGEST / most));
            sum += (double) codes[i] * codes[i];
        }
        squares[row] = (float) (sum * factors[row] * factors[row]);
    }

    @Override
    public long bytes() {
        return (long) factors.length * dim + 8L * factors.length;
    }

    @Override
    public Asked ask(float[] query) {
        return (from, to, away) -> {
            int row = from;
            for (; row + 4 <= to; row += 4) dots(query, row, row + 1, row + 2, row + 3, away, row - from);
            for (; row < to; row++) away[row - from] = dot(query, row);
            for (row = from; row < to; row++) away[row - from] = squares[row] - 2 * away[row - from];
        };
    }

    @Override
    public int dimension() {
        return dim;
    }

    @Override
    public float dot(float[] query, int row) {
        int at = row * dim, i = 0;
        FloatVector even = FloatVector.zero(FLOATS), odd = even;
        for (; i + 2 * STEP <= dim; i += 2 * STEP) {
            even = FloatVector.fromArray(FLOATS, query, i).fma(wide(at + i), even);
            odd = FloatVector.fromArray(FLOATS, query, i + STEP).fma(wide(at + i + STEP), odd);
        }
        if (i + STEP <= dim) {
            even = FloatVector.fromArray(FLOATS, query, i).fma(wide(at + i), even);
            i += STEP;
        }
        return factors[row] * (even.add(odd).reduceLanes(VectorOperators.ADD) + rest(query, at, i));
    }

    @Override
    public void dots(float[] query, int row0, int row1, int row2, int row3, float[] dots, int to) {
        int at0 = row0 * dim, at1 = row1 * dim, at2 = row2 * dim, at3 = row3 * dim, i = 0;
        FloatVector s0 = FloatVector.zero(FLOATS), s1 = s0, s2 = s0, s3 = s0;
        for (; i + STEP <= dim; i += STEP) {
            FloatVector q = FloatVector.fromArray(FLOATS, query, i);
            s0 = q.fma(wide(at0 + i), s0);
            s1 = q.fma(wide(at1 + i), s1);
            s2 = q.fma(wide(at2 + i), s2);
            s3 = q.fma(wide(at3 + i), s3);
        }
        dots[to] = factors[row0] * (s0.reduceLanes(VectorOperators.ADD) + rest(query, at0, i));
        dots[to + 1] = factors[row1] * (s1.reduceLanes(VectorOperators.ADD) + rest(query, at1, i));
        dots[to + 2] = factors[row2] * (s2.reduceLanes(VectorOperators.ADD) + rest(query, at2, i));
        dots[to + 3] = factors[row3] * (s3.reduceLanes(VectorOperators.ADD) + rest(query, at3, i));
    }

    private float rest(float[] query, int at, int from) {
        float sum = 0;
        for (int i = from; i < dim; i++) sum += query[i] * codes[at + i];
        return sum;
    }

    @Override
    public void read(int row, float[] numbers) {
        for (int i = 0; i < dim; i++) numbers[i] = codes[row * dim + i] * factors[row];
    }

    private FloatVector wide(int at) {
        return (FloatVector) ByteVector.fromArray(BYTES, codes, at).convertShape(VectorOperators.B2F, FLOATS, 0);
    }
}
