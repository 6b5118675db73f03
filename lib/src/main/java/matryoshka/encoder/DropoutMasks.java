package matryoshka.encoder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.engine.Engine;
import matryoshka.engine.MaskLoop;
import matryoshka.engine.Memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inverted dropout (arXiv:1207.0580): masks that are 0 with probability p and 1/(1 − p) otherwise. One array a name
 * is kept and drawn anew, so a mask is valid until its name is drawn again.
 */
public final class DropoutMasks {
    private static final int STEPS = 1 << 16; // p is a multiple of 1/65,536

    private final Map<String, INDArray> largest = new HashMap<>();

    /** A mask of {@code shape}, each number drawn independently. */
    public INDArray draw(String name, double rate, SplittableRandom random, long... shape) {
        int length = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        int dropped = (int) Math.round(rate * STEPS);
        float kept = STEPS / (float) (STEPS - dropped);
        if (!Engine.hasKernels()) return onDevice(length, dropped, kept, random).reshape(shape);
        INDArray store = largest.get(name);
        if (store == null || store.length() < length) {
            store = Nd4j.createUninitialized(DataType.FLOAT, length);
            largest.put(name, store);
        }
        MaskLoop.fill(Memory.address(store), length, dropped, kept, random);
        return Nd4j.create(store.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', DataType.FLOAT);
    }

    /** By way of the heap: only the CPU's arrays may be written by address. */
    private static INDArray onDevice(int length, int dropped, float kept, SplittableRandom random) {
        float[] mask = new float[length];
        for (int i = 0; i < length; i++) mask[i] = random.nextInt(STEPS) < dropped ? 0 : kept;
        return Nd4j.createFromArray(mask);
    }
}
