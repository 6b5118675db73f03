package matryoshka.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.AtomicFile;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.versioncheck.VersionCheck;
import org.nd4j.versioncheck.VersionInfo;

/**
 * How a result came about: seed, versions, data fingerprints, options, metrics; what {@code run.json} keeps. Values
 * are what JSON knows: strings, numbers, booleans, lists and maps of them.
 */
public record RunRecord(Map<String, Object> entries) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public RunRecord {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** A record that knows when, on what and with which versions it began. */
    public static RunRecord begin() {
        Map<String, Object> versions = new LinkedHashMap<>();
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
        return VersionCheck.getVersionInfos().stream()
                .filter(info -> info.getArtifactId().equals("nd4j-api"))
                .map(VersionInfo::getBuildVersion)
                .findFirst()
                .orElse("unknown");
    }

    /** This record with one more entry. */
    public RunRecord with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(entries);
        more.put(name, value);
        return new RunRecord(more);
    }

    /** Writes the record as JSON, whole or not at all. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(entries)));
    }

    public static RunRecord read(Path file) throws IOException {
        return new RunRecord(JSON.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {}));
    }
}
