package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/** The pooling of a sentence-transformers folder, {@code 1_Pooling/config.json}. */
final class PoolingFile {
    static final String PATH = "1_Pooling/config.json";
    private static final String MODE = "pooling_mode"; // of sentence-transformers 5 and later
    private static final Map<String, Pooling> FLAGS = new TreeMap<>(Map.of( // of those before
            "pooling_mode_cls_token", Pooling.CLS,
            "pooling_mode_mean_tokens", Pooling.MEAN));

    private PoolingFile() {}

    /**
     * How the model in {@code folder} pools; empty if it does not say.
     *
     * @throws ModelFormatException if it pools in another way than by [CLS], BERT's pooler or the mean
     */
    static Optional<Pooling> read(Path folder) throws IOException {
        Path file = folder.resolve(PATH);
        if (!Files.isRegularFile(file)) return Optional.empty();
        JsonNode json = JsonFile.read(file);
        for (var flag : FLAGS.entrySet()) {
            boolean named = json.path(MODE).asText().equals(flag.getValue().id());
            if (named || json.path(flag.getKey()).asBoolean() && modes(json) == 1)
                return Optional.of(withLayer(folder, flag.getValue()));
        }
        throw new ModelFormatException(
                file, "asks for a pooling other than cls or mean", "choose one: fromFolder(folder, Pooling.MEAN)");
    }

    /** [CLS] with BERT's own tanh layer above it is the pooler. */
    private static Pooling withLayer(Path folder, Pooling pooling) throws IOException {
        if (!DenseFile.isIn(folder)) return pooling;
        if (pooling == Pooling.CLS) return Pooling.POOLER;
        throw new ModelFormatException(
                folder.resolve(PATH),
                "puts a layer above " + pooling.id() + " pooling",
                "choose a pooling, which leaves it out: fromFolder(folder, Pooling." + pooling + ")");
    }

    private static long modes(JsonNode json) {
        return json.properties().stream()
                .filter(entry ->
                        entry.getKey().startsWith(MODE) && entry.getValue().asBoolean())
                .count();
    }

    /** Writes it as every version of sentence-transformers reads it. */
    static void write(Path folder, int dimension, Pooling pooling) throws IOException {
        var json = JsonNodeFactory.instance.objectNode().put("word_embedding_dimension", dimension);
        FLAGS.forEach((flag, mode) -> json.put(flag, mode == pooling));
        Path file = folder.resolve(PATH);
        Files.createDirectories(file.getParent());
        JsonFile.write(file, json);
    }
}
