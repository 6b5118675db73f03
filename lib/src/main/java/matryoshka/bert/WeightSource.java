package matryoshka.bert;

import java.io.IOException;

/** Where a BERT's weights come from. */
@FunctionalInterface
public interface WeightSource {
    /**
     * Reads the weights that {@code pooling} needs anew, so that each caller may train its own.
     *
     * @throws matryoshka.encoder.ModelFormatException listing all that is missing, surplus, or of another shape or type
     */
    BertWeights load(Pooling pooling) throws IOException;
}
