package matryoshka.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What this machine reaches in a large matrix product: the measure of how well smaller ones do. */
public final class GemmPeak {
    private static final int SIZE = 2048;
    private static final int RUNS = 7;

    private GemmPeak() {}

    /** The best of several products of float matrices 2048 × 2048 on the workers' threads, in 10⁹ operations/s. */
    public static double gflops(Workers workers) {
        Blas.setThreads(1);
        INDArray[] matrices = new INDArray[3];
        for (int i = 0; i < matrices.length; i++) matrices[i] = Nd4j.ones(DataType.FLOAT, SIZE, SIZE);
        Gemm gemm = Gemm.of(Tensor.of(matrices[0]), false, Tensor.of(matrices[1]), false, Tensor.of(matrices[2]));
        double best = 0;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            workers.tasks(workers.threads(), p -> gemm.part(p, workers.threads()));
            best = Math.max(best, 2.0 * gemm.products() / (System.nanoTime() - start));
        }
        for (INDArray matrix : matrices) matrix.close();
        return best;
    }
}
