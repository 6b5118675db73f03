package matryoshka.vision;

import java.nio.ByteBuffer;

/**
 * A grey image; images of equal size and pixels are equal.
 *
 * @param pixels [height, width], row by row, unsigned: 0 to 255; read only, shared with whoever made it
 */
public record Image(int height, int width, ByteBuffer pixels) {
    private static final int BYTE = 0xFF;

    public Image {
        if (height < 1 || width < 1)
            throw new IllegalArgumentException(
                    "an image has 1 row and 1 column or more, got " + height + " × " + width);
        if (pixels.remaining() != Math.multiplyExact(height, width))
            throw new IllegalArgumentException(
                    "an image of " + height + " × " + width + " needs a byte a pixel, got " + pixels.remaining());
        pixels = pixels.slice().asReadOnlyBuffer();
    }

    /** An image of its own bytes. */
    public static Image of(int height, int width, byte[] pixels) {
        return new Image(height, width, ByteBuffer.wrap(pixels.clone()));
    }

    /** All pixels, from the first on; what the reader does to the buffer's position stays with the reader. */
    @Override
    public ByteBuffer pixels() {
        return pixels.duplicate();
    }

    /** One pixel, 0 to 255. */
    public int pixel(int row, int column) {
        if (column < 0 || column >= width)
            throw new IndexOutOfBoundsException("column " + column + " is not in 0.." + (width - 1));
        return pixels.get(row * width + column) & BYTE;
    }

    /** Writes all pixels, 0 to 1, into {@code values} from {@code offset} on. */
    void copyTo(float[] values, int offset) {
        for (int i = 0; i < pixels.limit(); i++) values[offset + i] = (pixels.get(i) & BYTE) / (float) BYTE;
    }
}
