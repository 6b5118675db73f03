package matryoshka.engine;

/**
 * A product C = A'·B' of matrices in memory: A' [m, k] is A or its transpose, B' [k, n] is B or its transpose; {@code
 * ldX} floats lie between the rows of X as stored.
 */
record Gemm(
        boolean transposeA,
        boolean transposeB,
        int m,
        int n,
        int k,
        long a,
        int lda,
        long b,
        int ldb,
        long c,
        int ldc) {
    /** Multiplications and additions below which a second thread does not pay. */
    static final long SMALL = 100_000;

    /** Of whole contiguous tensors of rank 2. */
    static Gemm of(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        return new Gemm(
                transposeA,
                transposeB,
                c.shape[0],
                c.shape[1],
                transposeA ? a.shape[0] : a.shape[1],
                a.address,
                a.last(),
                b.address,
                b.last(),
                c.address,
                c.last());
    }

    long products() {
        return (long) m * n * k;
    }

    /** A block of C: {@code rows} rows from {@code row} on, {@code columns} columns from {@code column} on. */
    record Block(int row, int rows, int column, int columns) {}

    /** What thread {@code p} of {@code parts} computes of C: of the longer side, since each packs its part of it. */
    Block block(int p, int parts) {
        long side = Math.max(m, n);
        int from = (int) (side * p / parts);
        int size = (int) (side * (p + 1) / parts) - from;
        return n > m ? new Block(0, m, from, size) : new Block(from, size, 0, n);
    }

    /** A block of C = A'·B' + beta·C. */
    void run(Block block, float beta) {
        Blas.sgemm(
                transposeA,
                transposeB,
                block.rows,
                block.columns,
                k,
                a + 4L * block.row * (transposeA ? 1 : lda),
                lda,
                b + 4L * block.column * (transposeB ? ldb : 1),
                ldb,
                beta,
                c + 4L * ((long) block.row * ldc + block.column),
                ldc);
    }

    /** Part {@code p} of {@code parts} of C = A'·B'. */
    void part(int p, int parts) {
        run(block(p, parts), 0);
    }

    /** All of C = A'·B'. */
    void all() {
        part(0, 1);
    }
}
