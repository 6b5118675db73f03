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

    /** Whether threads had better share the columns of C: each of them packs its part of the longer side. */
    boolean isWide() {
        return n > m;
    }

    /** Part {@code p} of {@code parts} of C = A'·B'. */
    void part(int p, int parts) {
        long extent = isWide() ? n : m;
        long from = extent * p / parts;
        long to = extent * (p + 1) / parts;
        if (isWide()) columns(from, to, 0);
        else rows(from, to, 0);
    }

    /** Rows [from, to) of C = A'·B' + beta·C. */
    void rows(long from, long to, float beta) {
        long start = a + 4 * from * (transposeA ? 1 : lda);
        Blas.sgemm(transposeA, transposeB, (int) (to - from), n, k, start, lda, b, ldb, beta, c + 4 * from * ldc, ldc);
    }

    /** Columns [from, to) of C = A'·B' + beta·C. */
    void columns(long from, long to, float beta) {
        long start = b + 4 * from * (transposeB ? ldb : 1);
        Blas.sgemm(transposeA, transposeB, m, (int) (to - from), k, a, lda, start, ldb, beta, c + 4 * from, ldc);
    }

    /** All of C = A'·B'. */
    void all() {
        rows(0, m, 0);
    }
}
