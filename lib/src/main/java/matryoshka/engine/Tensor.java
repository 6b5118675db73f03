package matryoshka.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous c-order block of numbers that kernels see as an address and a shape; {@link #array()} is the same
 * memory as ND4J sees it. {@code owner} is the pooled block it lives in, null for memory the plan does not manage.
 */
final class Tensor {
    final int[] shape;
    final int length;
    final long address;
    final DataType type;
    final BufferPool.Block owner;
    private INDArray array;

    private Tensor(int[] shape, long address, DataType type, BufferPool.Block owner, INDArray array) {
        this.shape = shape;
        this.length = Shapes.length(shape);
        this.address = address;
        this.type = type;
        this.owner = owner;
        this.array = array;
    }

    static Tensor of(INDArray array) {
        int[] shape = Shapes.toInt(array.shape());
        return new Tensor(shape, Memory.address(array), array.dataType(), null, array);
    }

    static Tensor in(BufferPool.Block block, int... shape) {
        return new Tensor(shape, block.address(), DataType.FLOAT, block, null);
    }

    /** The same numbers under another shape. */
    Tensor reshape(int... shape) {
        if (Shapes.length(shape) != length)
            throw new IllegalArgumentException(
                    "cannot reshape " + Arrays.toString(this.shape) + " to " + Arrays.toString(shape));
        INDArray view = owner == null ? array.reshape('c', Shapes.toLong(shape)) : null;
        return new Tensor(shape, address, type, owner, view);
    }

    INDArray array() {
        if (array == null) array = owner.array(shape);
        return array;
    }

    /** Copies the numbers of an array of this shape and type. */
    void fill(INDArray source) {
        if (isFloat() && source.dataType() == type && Memory.isContiguous(source))
            Memory.copy(Memory.address(source), address, length);
        else array().assign(source);
    }

    int rank() {
        return shape.length;
    }

    int last() {
        return shape[shape.length - 1];
    }

    boolean isFloatOf(int... shape) {
        return isFloat() && Arrays.equals(this.shape, shape);
    }

    boolean isFloat() {
        return type == DataType.FLOAT;
    }
}
