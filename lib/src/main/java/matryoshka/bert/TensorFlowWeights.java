package matryoshka.bert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;

/**
 * A folder with a BERT's TensorFlow checkpoint, as its authors published them ({@code bert_model.ckpt.index}), or a
 * SavedModel ({@code variables/variables.index}). Sizes and heads come from its {@code bert_config.json} or {@code
 * config.json}; without one, from the shapes, and heads are 64 wide as in all BERTs of arXiv:1810.04805. The heads of
 * pre-training, an optimiser's state and a pooler that is not asked for are left out.
 */
public record TensorFlowWeights(Path folder) implements WeightSource {
    private static final List<String> CONFIGS = List.of("bert_config.json", HuggingFaceFolder.CONFIG);
    static final Path SAVED_MODEL = Path.of("variables", "variables");
    private static final int HEAD_SIZE = 64;

    @Override
    public BertWeights load(Pooling pooling) throws IOException {
        Path prefix = prefix();
        String source = prefix + TensorFlowBundle.INDEX;
        try (Arena arena = Arena.ofConfined()) {
            var tensors = new LinkedHashMap<String, StoredTensor>();
            var names = new LinkedHashMap<String, String>();
            for (var entry : TensorFlowBundle.map(prefix, TensorFlowNames::isEncoders, arena)
                    .entrySet()) {
                String name = TensorFlowNames.plain(entry.getKey());
                String other = names.put(name, entry.getKey());
                if (other != null)
                    throw new ModelFormatException(
                            source, "holds two BERTs, " + other + " and " + entry.getKey(), "save one of them alone");
                tensors.put(name, stored(entry.getKey(), entry.getValue()));
            }
            return BertWeights.read(source, config(new BertSizes(source, tensors)), pooling, tensors);
        }
    }

    /** TensorFlow's kernels are [in, out]. */
    private static StoredTensor stored(String name, StoredTensor tensor) {
        return TensorFlowNames.isKernel(name) && tensor.shape().length == 2 ? tensor.transpose() : tensor;
    }

    /** The checkpoint's path without {@code .index}. */
    private Path prefix() throws IOException {
        Path savedModel = folder.resolve(SAVED_MODEL);
        if (Files.isRegularFile(Path.of(savedModel + TensorFlowBundle.INDEX))) return savedModel;
        if (!Files.isDirectory(folder))
            throw new ModelFormatException(folder, "no such folder, a TensorFlow BERT was expected", "check the path");
        List<String> indexes;
        try (Stream<Path> files = Files.list(folder)) {
            indexes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TensorFlowBundle.INDEX))
                    .sorted()
                    .toList();
        }
        if (indexes.size() != 1)
            throw new ModelFormatException(
                    folder,
                    "must hold " + SAVED_MODEL + TensorFlowBundle.INDEX + " or one checkpoint, a file *"
                            + TensorFlowBundle.INDEX + ", found " + indexes,
                    "name a folder with one model");
        String index = indexes.getFirst();
        return folder.resolve(index.substring(0, index.length() - TensorFlowBundle.INDEX.length()));
    }

    private BertConfig config(BertSizes sizes) throws IOException {
        Optional<Path> file = CONFIGS.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isPresent()) return BertConfig.read(file.get());
        int hidden = sizes.hidden();
        if (hidden % HEAD_SIZE != 0)
            throw new ModelFormatException(
                    folder,
                    "does not say how many heads it has, and its " + hidden + " dims are no multiple of " + HEAD_SIZE,
                    "put the model's bert_config.json there");
        return sizes.config(Math.max(1, hidden / HEAD_SIZE));
    }
}
