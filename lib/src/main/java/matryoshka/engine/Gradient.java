package matryoshka.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of a parameter: of all its numbers, or of the few rows a batch touched. */
public sealed interface Gradient {
    /** The numbers: of the parameter's own shape, or [rows, H]; read only, until a program of the engine runs. */
    INDArray values();

    /** One number for every number of the parameter. */
    record Dense(INDArray values) implements Gradient {}

    /** Row i of {@code values} [n, H] is the gradient of row {@code ids[i]} of the table; ids are distinct. */
    record Rows(int[] ids, INDArray values) implements Gradient {}
}
