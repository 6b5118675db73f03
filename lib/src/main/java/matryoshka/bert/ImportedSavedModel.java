package matryoshka.bert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;
import matryoshka.engine.Natives;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;

/**
 * A TensorFlow 1 SavedModel's own graph, through SameDiff's importer: computes what the model's authors exported, for
 * comparison and for models that are no plain BERT. {@link TensorFlowWeights} reads the weights alone into this
 * library's graph, which is faster and can be trained.
 *
 * @param inputs the serving signature's inputs → placeholders of {@code graph}
 * @param outputs its outputs → variables of {@code graph}
 */
public record ImportedSavedModel(SameDiff graph, Map<String, String> inputs, Map<String, String> outputs) {
    static {
        Natives.prepare();
    }

    static final String FILE = "saved_model.pb";
    private static final String SERVED = "serve";
    private static final String SIGNATURE = "serving_default";
    private static final String REMEDY = "export the model again";

    public ImportedSavedModel {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /**
     * Reads the folder with {@code saved_model.pb} and {@code variables}.
     *
     * @throws ModelFormatException if a file is missing or malformed, or the importer does not know an operation
     */
    public static ImportedSavedModel read(Path folder) throws IOException {
        return read(folder, UnaryOperator.identity());
    }

    /** The same, with the frozen graph changed before it is imported. */
    static ImportedSavedModel read(Path folder, UnaryOperator<GraphDef> change) throws IOException {
        Path file = folder.resolve(FILE);
        MetaGraphDef model = served(file);
        SignatureDef signature = signature(file, model);
        Map<String, String> outputs = nodes(signature.getOutputsMap());
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> variables =
                    TensorFlowBundle.map(folder.resolve(TensorFlowWeights.SAVED_MODEL), name -> true, arena);
            GraphDef frozen =
                    new FrozenGraph(file.toString(), model.getGraphDef(), variables).of(List.copyOf(outputs.values()));
            SameDiff graph = imported(file, change.apply(frozen));
            return new ImportedSavedModel(graph, nodes(signature.getInputsMap()), outputs);
        }
    }

    private static MetaGraphDef served(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, a SavedModel was expected", "check the path");
        SavedModel model;
        try {
            model = SavedModel.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(file, "is no SavedModel (" + e.getMessage() + ")", REMEDY).initCause(e);
        }
        return model.getMetaGraphsList().stream()
                .filter(graph -> tags(graph).isEmpty() || tags(graph).contains(SERVED)) // not those to be trained
                .max(Comparator.comparingInt(graph -> tags(graph).size()))
                .orElseThrow(() -> new ModelFormatException(file, "holds no graph tagged " + SERVED, REMEDY));
    }

    private static List<String> tags(MetaGraphDef graph) {
        return graph.getMetaInfoDef().getTagsList();
    }

    private static SignatureDef signature(Path file, MetaGraphDef model) throws ModelFormatException {
        Map<String, SignatureDef> signatures = new TreeMap<>(model.getSignatureDefMap());
        SignatureDef signature = signatures.get(SIGNATURE);
        if (signature == null)
            throw new ModelFormatException(
                    file, "has no signature " + SIGNATURE + " among " + signatures.keySet(), REMEDY);
        return signature;
    }

    /** What the importer calls the tensors: a node's first output as the node. */
    private static Map<String, String> nodes(Map<String, TensorInfo> tensors) {
        Map<String, String> nodes = new TreeMap<>();
        tensors.forEach((name, tensor) -> nodes.put(name, tensor.getName().replaceFirst(":0$", "")));
        return nodes;
    }

    private static SameDiff imported(Path file, GraphDef frozen) throws IOException {
        try {
            return TensorFlowImporter.imported(frozen);
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                            file,
                            "is refused by SameDiff's importer (" + e.getMessage() + ")",
                            "read its weights alone, with TensorFlowWeights")
                    .initCause(e);
        }
    }
}
