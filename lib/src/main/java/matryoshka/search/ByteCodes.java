package matryoshka.search;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import matryoshka.Embeddings;

/** Rows as whole numbers −127..127 times a factor of the row; the query keeps its precision. */
final class ByteCodes implements Codes {
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
            for (int row = from; row < to; row++)
                away[row - from] = squares[row] - 2 * factors[row] * dot(query, row * dim);
        };
    }

    private float dot(float[] query, int at) {
        FloatVector even = FloatVector.zero(FLOATS), odd = even;
        int i = 0;
        for (; i + 2 * STEP <= dim; i += 2 * STEP) {
            even = FloatVector.fromArray(FLOATS, query, i).fma(wide(at + i), even);
            odd = FloatVector.fromArray(FLOATS, query, i + STEP).fma(wide(at + i + STEP), odd);
        }
        if (i + STEP <= dim) {
            even = FloatVector.fromArray(FLOATS, query, i).fma(wide(at + i), even);
            i += STEP;
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < dim; i++) sum += query[i] * codes[at + i];
        return sum;
    }

    private FloatVector wide(int at) {
        return (FloatVector) ByteVector.fromArray(BYTES, codes, at).convertShape(VectorOperators.B2F, FLOATS, 0);
    }
}
