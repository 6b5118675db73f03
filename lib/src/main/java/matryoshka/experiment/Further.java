package matryoshka.experiment;

import java.io.IOException;
import java.util.List;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.MatryoshkaModel;

/** What a study measures of its models beyond their accuracy at every dim. */
interface Further<X> {
    /** A trained model with the embeddings of what it learned from (the database) and of what it did not (queries). */
    record Trained<X>(
            String method,
            MatryoshkaModel<X> model,
            Embeddings database,
            Embeddings queries,
            NestingDims dims,
            long seed) {}

    List<Measurement> measure(Trained<X> trained) throws IOException;
}
