package matryoshka.bert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Safetensors;
import matryoshka.encoder.SafetensorsShards;
import matryoshka.encoder.StoredTensor;

/**
 * A user's folder with {@code config.json} and {@code model.safetensors}, whole or in shards, as Hugging Face saves a
 * BERT. The heads of pre-training are left out, and so is a pooler that is not asked for.
 */
public record HuggingFaceFolder(Path folder) implements WeightSource {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final String PICKLE = "pytorch_model.bin";
    private static final String PREFIX = "bert."; // of checkpoints with a head

    @Override
    public BertWeights load(Pooling pooling) throws IOException {
        BertConfig config = BertConfig.read(folder.resolve(CONFIG));
        Path file = weights();
        try (Arena arena = Arena.ofConfined()) {
            return BertWeights.read(file.toString(), config, pooling, tensors(file, arena));
        }
    }

    /** All its tensors under their plain names, mapped until {@code arena} closes. */
    Map<String, StoredTensor> tensors(Arena arena) throws IOException {
        return tensors(weights(), arena);
    }

    private static Map<String, StoredTensor> tensors(Path file, Arena arena) throws IOException {
        Map<String, StoredTensor> stored =
                file.endsWith(INDEX) ? SafetensorsShards.map(file, arena) : Safetensors.map(file, arena);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        stored.forEach((name, tensor) -> tensors.put(plain(name), tensor));
        return tensors;
    }

    private Path weights() throws ModelFormatException {
        for (String name : new String[] {WEIGHTS, INDEX})
            if (Files.exists(folder.resolve(name))) return folder.resolve(name);
        Path pickle = folder.resolve(PICKLE);
        if (Files.exists(pickle) || Files.exists(folder.resolve(PICKLE + ".index.json")))
            throw new ModelFormatException(
                    pickle,
                    "is a Python pickle, which runs code when it is read",
                    "convert it where you trust it: in Python, AutoModel.from_pretrained(folder)"
                            + ".save_pretrained(folder, safe_serialization=True)");
        throw new ModelFormatException(
                folder.resolve(WEIGHTS), "no such file, a BERT's weights were expected", "check the path");
    }

    /** A tensor's name without the prefix of a checkpoint, and as newer versions spell a layer norm's. */
    private static String plain(String name) {
        String own = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return own.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias");
    }
}
