package matryoshka.search;

import matryoshka.Embeddings;

/** The signs of rows, 64 a word. */
final class BitCodes implements Codes {
    private final long[] codes; // [N, words]
    private final int words;

    BitCodes(Embeddings rows) {
        int dim = rows.dimension();
        words = Math.ceilDiv(dim, Long.SIZE);
        codes = new long[Math.multiplyExact(rows.rows(), words)];
        for (int row = 0; row < rows.rows(); row++) encode(rows.values(), row * dim, dim, codes, row * words);
    }

    private static void encode(float[] values, int from, int dim, long[] codes, int to) {
        for (int i = 0; i < dim; i++) if (values[from + i] > 0) codes[to + i / Long.SIZE] |= 1L << i;
    }

    @Override
    public long bytes() {
        return 8L * codes.length;
    }

    @Override
    public Asked ask(float[] query) {
        long[] asked = new long[words];
        encode(query, 0, query.length, asked, 0);
        return (from, to, away) -> {
            for (int row = from, at = from * words; row < to; row++, at += words) {
                int differing = 0;
                for (int w = 0; w < words; w++) differing += Long.bitCount(codes[at + w] ^ asked[w]);
                away[row - from] = differing;
            }
        };
    }
}
