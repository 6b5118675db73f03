package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.SPECIES;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Random choices between 0 and another number, 16 random bits each: a number is 0 with probability {@code
 * zeros}/65,536. The bits are a hash of the position under a random key, so any vector width gives the same numbers.
 */
public final class MaskLoop {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int FIRST = 0x7feb352d; // multipliers of a 32-bit mixer without visible bias
    private static final int SECOND = 0x846ca68b;
    private static final int BITS = 0xFFFF;

    private MaskLoop() {}

    /** Fills {@code floats} numbers with 0 or {@code value}. */
    public static void fill(long address, int floats, int zeros, float value, SplittableRandom random) {
        int start = random.nextInt();
        int key = random.nextInt();
        int half = (floats + 1) / 2; // the low bits of a hash serve the first half, the high bits the second
        int i = LANES == INTS.length() ? vectors(address, floats - half, half, zeros, value, start, key) : 0;
        for (; i < half; i++) {
            int hash = hash(start + i, key);
            set(address, i, (hash & BITS) < zeros ? 0 : value);
            if (half + i < floats) set(address, half + i, hash >>> 16 < zeros ? 0 : value);
        }
    }

    private static int hash(int counter, int key) {
        int x = (counter ^ counter >>> 16) * FIRST ^ key;
        x = (x ^ x >>> 15) * SECOND;
        return x ^ x >>> 16;
    }

    /** Whole vectors of the first {@code n} hashes; returns how many. */
    private static int vectors(long address, int n, int half, int zeros, float value, int start, int key) {
        FloatVector values = FloatVector.broadcast(SPECIES, value);
        IntVector counter = IntVector.broadcast(INTS, start).addIndex(1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            IntVector x = counter.lanewise(VectorOperators.XOR, counter.lanewise(VectorOperators.LSHR, 16))
                    .mul(FIRST)
                    .lanewise(VectorOperators.XOR, key);
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15))
                    .mul(SECOND);
            IntVector high = x.lanewise(VectorOperators.LSHR, 16);
            IntVector low = x.lanewise(VectorOperators.XOR, high).and(BITS);
            store(values.blend(0, low.lt(zeros).cast(SPECIES)), address, i);
            store(values.blend(0, high.lt(zeros).cast(SPECIES)), address, (long) half + i);
            counter = counter.add(LANES);
        }
        return i;
    }
}
