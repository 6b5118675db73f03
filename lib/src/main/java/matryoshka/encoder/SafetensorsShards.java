package matryoshka.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tensors spread over several safetensors files, by the index that Hugging Face saves beside them. */
public final class SafetensorsShards {
    private static final String REMEDY = "fetch or save the model again";
    private static final String FILES = "weight_map";

    private SafetensorsShards() {}

    /**
     * The tensors that {@code index} (a {@code model.safetensors.index.json}) names, mapped into memory until {@code
     * arena} closes.
     *
     * @throws ModelFormatException if the index or a shard is missing or malformed, or names a file outside its folder
     */
    public static Map<String, StoredTensor> map(Path index, Arena arena) throws IOException {
        var shards = new TreeMap<String, Map<String, StoredTensor>>();
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var entry : files(index).entrySet()) {
            String name = entry.getValue();
            if (!shards.containsKey(name)) shards.put(name, Safetensors.map(shard(index, name), arena));
            StoredTensor tensor = shards.get(name).get(entry.getKey());
            if (tensor == null)
                throw new ModelFormatException(
                        index,
                        "promises tensor " + entry.getKey() + " in " + name + ", which does not hold it",
                        REMEDY);
            tensors.put(entry.getKey(), tensor);
        }
        return tensors;
    }

    /** Tensor → file name. */
    private static Map<String, String> files(Path index) throws IOException {
        var files = new LinkedHashMap<String, String>();
        JsonNode map = JsonFile.read(index).path(FILES);
        if (!map.isObject())
            throw new ModelFormatException(
                    index, FILES + " must map tensors to files, got " + map.getNodeType(), REMEDY);
        for (Map.Entry<String, JsonNode> entry : map.properties())
            files.put(entry.getKey(), entry.getValue().asText());
        return files;
    }

    private static Path shard(Path index, String name) throws ModelFormatException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"))
            throw new ModelFormatException(
                    index, "names the file '" + name + "', expected a plain name in the same folder", REMEDY);
        return index.resolveSibling(name);
    }
}
