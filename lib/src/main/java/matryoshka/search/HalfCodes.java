package matryoshka.search;

import matryoshka.Embeddings;

/** Rows in half precision, widened a few at a time before they are compared. */
final class HalfCodes implements Codes {
    private final short[] codes; // [N, D]
    private final int dim;
    private final float[] squares; // |x|² of every row as coded

    HalfCodes(Embeddings rows) {
        dim = rows.dimension();
        float[] values = rows.values();
        codes = new short[values.length];
        squares = new float[rows.rows()];
        for (int i = 0; i < values.length; i++) codes[i] = Float.floatToFloat16(values[i]);
        float[] row = new float[dim];
        for (int r = 0; r < squares.length; r++) {
            widen(r * dim, dim, row);
            squares[r] = Dots.dot(row, row, 0, dim);
            if (!Float.isFinite(squares[r]))
                throw new IllegalArgumentException("row " + r + " has numbers beyond half precision's 65,504: scale the"
                        + " rows, for example by normalize()");
        }
    }

    private void widen(int from, int count, float[] numbers) {
        for (int i = 0; i < count; i++) numbers[i] = Float.float16ToFloat(codes[from + i]);
    }

    @Override
    public long bytes() {
        return 2L * codes.length + 4L * squares.length;
    }

    @Override
    public Asked ask(float[] query) {
        float[] four = new float[4 * dim];
        return (from, to, away) -> {
            for (int row = from; row < to; row += 4) {
                int rows = Math.min(4, to - row), at = row - from;
                widen(row * dim, rows * dim, four);
                if (rows == 4) Dots.four(query, four, 0, dim, 2 * dim, 3 * dim, dim, away, at);
                else for (int r = 0; r < rows; r++) away[at + r] = Dots.dot(query, four, r * dim, dim);
                for (int r = 0; r < rows; r++) away[at + r] = squares[row + r] - 2 * away[at + r];
            }
        };
    }
}
