package matryoshka.model;

import org.nd4j.autodiff.samediff.SDVariable;

/** The loss, a scalar, of the first m numbers of a batch's embeddings [R, m], as part of a graph. */
@FunctionalInterface
public interface PrefixLoss {
    SDVariable of(SDVariable prefix, int dim);
}
