package matryoshka.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import matryoshka.AtomicFile;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.data.TrainingData;
import matryoshka.encoder.ModelFormatException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a result came about: seed, versions, data fingerprints, options, metrics; what {@code run.json} keeps. Values
 * are what JSON knows: strings, numbers, booleans, lists and maps of them.
 */
public record RunRecord(Map<String, Object> entries) {
    private static final String COMMIT = "matryoshka.commit"; // given by environment/, where git knows it
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    public RunRecord {
        entries = Collections.unmodifiableMap(asJsonKnows(entries));
    }

    /** As they come back from a file: whole numbers as int where they fit, float as double, arrays as lists. */
    private static Map<String, Object> asJsonKnows(Map<String, Object> entries) {
        try {
            return JSON.readValue(JSON.writeValueAsBytes(entries), OBJECT);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a run record holds strings, numbers, booleans, lists and maps of them, got " + entries, e);
        }
    }

    /** A record that knows when, on what and with which versions it began. */
    public static RunRecord begin() {
        Map<String, Object> versions = new LinkedHashMap<>();
        String commit = System.getProperty(COMMIT);
        if (commit != null) versions.put("commit", commit);
        versions.put("java", Runtime.version().toString());
        versions.put("nd4j", nd4jVersion());
        versions.put("backend", Nd4j.getBackend().getClass().getSimpleName());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        versions.put("processors", Runtime.getRuntime().availableProcessors());
        return new RunRecord(Map.of())
                .with("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("versions", versions);
    }

    private static String nd4jVersion() {
        Properties properties = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read ND4J's version from its jar", e);
        }
        return properties.getProperty("version", "unknown");
    }

    /** This record with one more entry. */
    public RunRecord with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(entries);
        more.put(name, value);
        return new RunRecord(more);
    }

    /** This record with the name, rows and fingerprints of the data learned from, and its classes if it has any. */
    public RunRecord with(Split<?> split) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", split.train().name());
        if (split.train() instanceof Dataset<?> labelled)
            data.put("classes", labelled.classes().size());
        Map<String, TrainingData<?>> parts = new LinkedHashMap<>();
        parts.put("train", split.train());
        parts.put("validation", split.validation());
        parts.put("test", split.test());
        parts.forEach((part, set) -> data.put(part, Map.of("rows", set.size(), "sha256", set.sha256())));
        return with("data", data);
    }

    /** Writes the record as JSON, whole or not at all. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(entries)));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws ModelFormatException if it is no JSON object
     */
    public static RunRecord read(Path file) throws IOException {
        try {
            Map<String, Object> entries = JSON.readValue(file.toFile(), OBJECT);
            return new RunRecord(entries == null ? Map.of() : entries);
        } catch (JacksonException e) {
            throw new ModelFormatException(
                            file, "is no run record (" + e.getOriginalMessage() + ")", "repeat the run that wrote it")
                    .initCause(e);
        }
    }
}
