package matryoshka.model;

import org.nd4j.autodiff.samediff.SDVariable;

/** The class scores [R, C] that the head of dim m gives a prefix [R, m], as part of a graph. */
@FunctionalInterface
public interface PrefixLogits {
    SDVariable of(SDVariable prefix, int dim);
}
