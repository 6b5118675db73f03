package matryoshka.encoder;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small JSON files of a folder. */
public final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private JsonFile() {}

    /**
     * All of it; a missing node if it is empty.
     *
     * @throws ModelFormatException if it is no JSON
     */
    public static JsonNode read(Path file) throws IOException {
        return read(file, "fetch or save the model again");
    }

    /** The same of a file that is put right by {@code remedy}. */
    public static JsonNode read(Path file, String remedy) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new ModelFormatException(file, "is not valid JSON (" + e.getOriginalMessage() + ")", remedy)
                    .initCause(e);
        }
    }

    /** Writes it with line breaks; its folder must be there. */
    public static void write(Path file, JsonNode content) throws IOException {
        Files.write(file, PRETTY.writeValueAsBytes(content));
    }
}
