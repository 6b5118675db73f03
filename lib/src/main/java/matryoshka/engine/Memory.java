package matryoshka.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Native float memory by address: what the kernels read and write. Callers guarantee the bounds. */
public final class Memory {
    /** All addresses, so that an absolute address is an offset and kernels carry one number a tensor. */
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private Memory() {}

    /** The address of the first number of a c-order contiguous float array. */
    public static long address(INDArray array) {
        if (!isContiguous(array))
            throw new IllegalArgumentException("a contiguous c-order array is needed, got ordering " + array.ordering()
                    + " and strides " + Arrays.toString(array.stride()));
        return array.data().pointer().address() + array.offset() * array.data().getElementSize();
    }

    /** The numbers of a c-order contiguous float array, shared; valid as long as the array is. */
    public static MemorySegment floats(INDArray array) {
        return ALL.asSlice(address(array), array.length() << 2);
    }

    static boolean isContiguous(INDArray array) {
        if (array.ordering() != 'c' && array.rank() > 1) return false;
        long expected = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1 && array.stride(i) != expected) return false;
            expected *= array.size(i);
        }
        return true;
    }

    static float get(long address, long index) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address + (index << 2));
    }

    static void set(long address, long index, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address + (index << 2), value);
    }

    static int getInt(long address, long index) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address + (index << 2));
    }

    static FloatVector load(long address, long index) {
        return FloatVector.fromMemorySegment(SPECIES, ALL, address + (index << 2), ByteOrder.nativeOrder());
    }

    static void store(FloatVector vector, long address, long index) {
        vector.intoMemorySegment(ALL, address + (index << 2), ByteOrder.nativeOrder());
    }

    /** Copies floats from native memory into an array. */
    public static void read(long address, float[] into, int offset, int floats) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, into, offset, floats);
    }

    static void copy(long from, long to, long floats) {
        MemorySegment.copy(ALL, from, ALL, to, floats << 2);
    }

    static void zero(long address, long floats) {
        ALL.asSlice(address, floats << 2).fill((byte) 0);
    }
}
