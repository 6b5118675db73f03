package matryoshka.encoder;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import matryoshka.engine.Memory;
import matryoshka.engine.Natives;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A tensor in a file: described, checked, and only then read. Its bytes are a view of the file, valid as long as that
 * is open.
 *
 * @param dtype {@code F32}, {@code F16} or {@code BF16} for what {@link #read} can widen; any other name is a fault
 * @param shape what {@link #read} returns
 * @param bytes the numbers, little endian, in c order
 * @param transposed whether the file holds the transpose of a matrix of {@code shape}
 */
public record StoredTensor(String dtype, long[] shape, MemorySegment bytes, boolean transposed) {
    static {
        Natives.prepare();
    }

    private static final int MAX_RANK = 32; // ND4J's
    private static final int MAX_NUMBERS = Integer.MAX_VALUE - 8; // a Java array's

    /** A tensor stored as it is to be read. */
    public StoredTensor(String dtype, long[] shape, MemorySegment bytes) {
        this(dtype, shape, bytes, false);
    }

    /** The transpose of a matrix [a, b]: [b, a]; IllegalArgumentException for another rank. */
    public StoredTensor transpose() {
        if (shape.length != 2)
            throw new IllegalArgumentException("only a matrix has a transpose, got shape " + Arrays.toString(shape));
        return new StoredTensor(dtype, new long[] {shape[1], shape[0]}, bytes, !transposed);
    }

    /** Why it cannot be read, if so: another dtype, or a shape that does not take just its bytes. */
    public Optional<String> fault() {
        Optional<FloatFormat> format = FloatFormat.of(dtype);
        if (format.isEmpty())
            return Optional.of("has dtype " + dtype + ", expected one of " + Arrays.toString(FloatFormat.values()));
        long numbers = numbers();
        if (shape.length <= MAX_RANK
                && numbers >= 1
                && numbers <= MAX_NUMBERS
                && numbers * format.get().bytes() == bytes.byteSize()) return Optional.empty();
        return Optional.of("of shape " + Arrays.toString(shape) + " and dtype " + dtype + " has " + bytes.byteSize()
                + " bytes of data, expected the product of at most " + MAX_RANK + " dims of 1 or more, times "
                + format.get().bytes());
    }

    /** The product of the dims; -1 if one is negative or it exceeds a long. */
    private long numbers() {
        if (Arrays.stream(shape).anyMatch(dim -> dim < 0)) return -1;
        try {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    /** A float32 array of its own; IllegalArgumentException if there is a {@link #fault}. */
    public INDArray read() {
        fault().ifPresent(fault -> {
            throw new IllegalArgumentException("a tensor " + fault);
        });
        long[] stored = transposed ? new long[] {shape[1], shape[0]} : shape;
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, stored, 'c');
        FloatFormat.of(dtype).orElseThrow().widen(bytes, Memory.floats(array));
        return transposed ? array.transpose().dup('c') : array;
    }
}
