package matryoshka.encoder;

import java.nio.ByteBuffer;

/** The dtypes that can be read as weights, and how their bytes become float32. */
enum SafetensorsDtype {
    F32(4) {
        @Override
        void widen(ByteBuffer from, float[] to, int at) {
            from.asFloatBuffer().get(to, at, from.remaining() / bytes());
        }
    },
    F16(2) {
        @Override
        void widen(ByteBuffer from, float[] to, int at) {
            for (int i = at; from.hasRemaining(); i++) to[i] = Float.float16ToFloat(from.getShort());
        }
    },
    BF16(2) {
        @Override
        void widen(ByteBuffer from, float[] to, int at) {
            for (int i = at; from.hasRemaining(); i++) to[i] = Float.intBitsToFloat(from.getShort() << 16);
        }
    };

    private final int bytes;

    SafetensorsDtype(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes a number. */
    int bytes() {
        return bytes;
    }

    /** Converts all that remains in {@code from} (little endian) into {@code to}, from index {@code at} on. */
    abstract void widen(ByteBuffer from, float[] to, int at);
}
