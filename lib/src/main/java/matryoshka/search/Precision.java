package matryoshka.search;

import matryoshka.Embeddings;

/** How a number of an embedding is kept for a first, coarse comparison. */
public enum Precision {
    /** Half precision, IEEE 754 binary16: 2 bytes a number. */
    FLOAT16 {
        @Override
        Codes encode(Embeddings rows) {
            return new HalfCodes(rows);
        }
    },
    /** Whole numbers −127..127 times one factor a row: 1 byte a number. */
    INT8 {
        @Override
        Codes encode(Embeddings rows) {
            return new ByteCodes(rows);
        }
    },
    /** The sign: 1 bit a number. Distances are counts of differing signs. */
    BINARY {
        @Override
        Codes encode(Embeddings rows) {
            return new BitCodes(rows);
        }
    };

    abstract Codes encode(Embeddings rows);
}
