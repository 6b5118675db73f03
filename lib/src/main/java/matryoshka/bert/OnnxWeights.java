package matryoshka.bert;

import java.io.IOException;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;

/**
 * A BERT exported to ONNX, of which only the weights are read.
 *
 * @param heads which the shapes do not tell
 */
record OnnxWeights(PinnedFile file, int heads) implements WeightSource {
    private static final double EPS = 1e-12; // BERT's, inside the graph's constants
    private static final double DROPOUT = 0.1; // BERT's, not exported

    @Override
    public BertWeights load(Pooling pooling) throws IOException {
        Map<String, StoredTensor> tensors = OnnxInitializers.of(file.name(), file.read());
        return BertWeights.read(file.name(), config(tensors), pooling, tensors);
    }

    private BertConfig config(Map<String, StoredTensor> tensors) throws ModelFormatException {
        long[] words = matrix(tensors, "embeddings.word_embeddings.weight"); // [V, H]
        long[] positions = matrix(tensors, "embeddings.position_embeddings.weight"); // [positions, H]
        long[] types = matrix(tensors, "embeddings.token_type_embeddings.weight"); // [types, H]
        long[] feedForward = matrix(tensors, "encoder.layer.0.intermediate.dense.weight"); // [I, H]
        int layers = 0;
        while (tensors.containsKey("encoder.layer." + layers + ".output.LayerNorm.weight")) layers++;
        return new BertConfig(
                layers,
                (int) words[1],
                heads,
                (int) feedForward[0],
                (int) words[0],
                (int) positions[0],
                (int) types[0],
                EPS,
                DROPOUT,
                DROPOUT);
    }

    private long[] matrix(Map<String, StoredTensor> tensors, String name) throws ModelFormatException {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null || tensor.shape().length != 2)
            throw new ModelFormatException(
                    file.name(), "tensor " + name + " is missing", "use the pinned version of its package");
        return tensor.shape();
    }
}
