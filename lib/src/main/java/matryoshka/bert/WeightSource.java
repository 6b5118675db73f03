package matryoshka.bert;

import java.io.IOException;

/** Where a BERT's weights come from. */
@FunctionalInterface
public interface WeightSource {
    /**
     * Reads the weights anew, so that each caller may train its own.
     *
     * @throws IOException if they are missing or damaged
     */
    BertWeights load() throws IOException;
}
