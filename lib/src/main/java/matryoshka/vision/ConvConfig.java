package matryoshka.vision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/**
 * The sizes of a {@link ConvEncoder}.
 *
 * @param height of the images, in pixels, 4 or more: pooled twice by two
 * @param width likewise
 * @param first filters of the first convolution
 * @param second filters of the second
 * @param dimension D of the embeddings
 */
public record ConvConfig(int height, int width, int first, int second, int dimension) {
    private static final int POOLED = 4; // pixels a side that become one
    private static final int LARGEST = 4_096;

    public ConvConfig {
        within("height", height, POOLED);
        within("width", width, POOLED);
        within("first", first, 1);
        within("second", second, 1);
        within("dimension", dimension, 1);
        if ((long) (height / POOLED) * (width / POOLED) * second * dimension > Integer.MAX_VALUE)
            throw new IllegalArgumentException("the dense layer of " + height + " × " + width + " images, " + second
                    + " filters and " + dimension + " dims is too large: make one of them smaller");
    }

    private static void within(String name, int value, int least) {
        if (value < least || value > LARGEST)
            throw new IllegalArgumentException(name + " must be " + least + ".." + LARGEST + ", got " + value);
    }

    /** For images of that size: 16 and 32 filters, 128 dims. */
    public static ConvConfig of(int height, int width) {
        return new ConvConfig(height, width, 16, 32, 128);
    }

    public ConvConfig withFilters(int first, int second) {
        return new ConvConfig(height, width, first, second, dimension);
    }

    public ConvConfig withDimension(int dimension) {
        return new ConvConfig(height, width, first, second, dimension);
    }

    /** Numbers of an image after both poolings. */
    int flattened() {
        return (height / POOLED) * (width / POOLED) * second;
    }

    void write(Path file) throws IOException {
        ObjectNode sizes = JsonNodeFactory.instance.objectNode();
        sizes.put("height", height).put("width", width);
        sizes.put("first", first).put("second", second).put("dimension", dimension);
        JsonFile.write(file, sizes);
    }

    /** @throws ModelFormatException naming the file and the size that is missing or out of bounds */
    static ConvConfig read(Path file) throws IOException {
        JsonNode sizes = JsonFile.read(file);
        try {
            return new ConvConfig(
                    size(sizes, "height"),
                    size(sizes, "width"),
                    size(sizes, "first"),
                    size(sizes, "second"),
                    size(sizes, "dimension"));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), "save the model again").initCause(e);
        }
    }

    private static int size(JsonNode sizes, String name) {
        JsonNode value = sizes.path(name);
        if (!value.isInt()) throw new IllegalArgumentException(name + " must be a whole number, got " + value);
        return value.intValue();
    }
}
