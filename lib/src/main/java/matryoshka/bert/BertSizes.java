package matryoshka.bert;

import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;

/** What the shapes of a BERT's tensors, under Hugging Face's names, tell of its configuration: all but the heads. */
record BertSizes(String source, Map<String, StoredTensor> tensors) {
    private static final double EPS = 1e-12; // BERT's, in no tensor
    private static final double DROPOUT = 0.1;
    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String REMEDY = "use the weights of one whole BERT";

    /** H, the width of a token's vector. */
    int hidden() throws ModelFormatException {
        return size(WORDS, 1);
    }

    /**
     * With BERT's own rates (arXiv:1810.04805).
     *
     * @throws ModelFormatException if a tensor is missing, or a size is none of a BERT's
     */
    BertConfig config(int heads) throws ModelFormatException {
        int layers = 0;
        while (tensors.containsKey("encoder.layer." + layers + ".output.LayerNorm.weight")) layers++;
        try {
            return new BertConfig(
                    layers,
                    hidden(),
                    heads,
                    size("encoder.layer.0.intermediate.dense.weight", 0),
                    size(WORDS, 0),
                    size("embeddings.position_embeddings.weight", 0),
                    size("embeddings.token_type_embeddings.weight", 0),
                    EPS,
                    DROPOUT,
                    DROPOUT);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(source, e.getMessage(), REMEDY).initCause(e);
        }
    }

    private int size(String matrix, int dim) throws ModelFormatException {
        StoredTensor tensor = tensors.get(matrix);
        if (tensor == null || tensor.shape().length != 2)
            throw new ModelFormatException(source, "matrix " + matrix + " is missing", REMEDY);
        return Math.clamp(tensor.shape()[dim], 0, Integer.MAX_VALUE);
    }
}
