package matryoshka.encoder;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** How weights are stored, under safetensors' names, and how their bytes become float32. */
public enum FloatFormat {
    F32(4) {
        @Override
        void widen(MemorySegment from, MemorySegment to) {
            MemorySegment.copy(from, LITTLE_FLOAT, 0, to, JAVA_FLOAT_UNALIGNED, 0, from.byteSize() / bytes());
        }
    },
    F16(2) {
        @Override
        void widen(MemorySegment from, MemorySegment to) {
            for (long i = 0, n = from.byteSize() / bytes(); i < n; i++)
                to.set(JAVA_FLOAT_UNALIGNED, i * Float.BYTES, Float.float16ToFloat(from.get(LITTLE_SHORT, 2 * i)));
        }
    },
    BF16(2) {
        @Override
        void widen(MemorySegment from, MemorySegment to) {
            for (long i = 0, n = from.byteSize() / bytes(); i < n; i++)
                to.set(
                        JAVA_FLOAT_UNALIGNED,
                        i * Float.BYTES,
                        Float.intBitsToFloat(from.get(LITTLE_SHORT, 2 * i) << Short.SIZE));
        }
    };

    private static final ValueLayout.OfFloat LITTLE_FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort LITTLE_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    FloatFormat(int bytes) {
        this.bytes = bytes;
    }

    /** The format of that name, if there is one. */
    static Optional<FloatFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equals(name))
                .findFirst();
    }

    /** Bytes a number. */
    int bytes() {
        return bytes;
    }

    /** Converts all of {@code from} (little endian) into {@code to} (this machine's float32). */
    abstract void widen(MemorySegment from, MemorySegment to);
}
