package matryoshka.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import matryoshka.NestingDims;

/**
 * What a Matryoshka model learns: heads at the nesting dims M for the classes, weighted by their relative importance.
 *
 * @param relativeImportance c_m of the loss L = Σ c_m·CE_m, one for every nesting dim (arXiv:2205.13147, equation 1)
 * @param seed of the heads' first weights
 */
public record MatryoshkaConfig(
        NestingDims dims, List<String> classes, Head head, List<Double> relativeImportance, long seed) {
    public MatryoshkaConfig {
        classes = List.copyOf(classes);
        relativeImportance = List.copyOf(relativeImportance);
        if (head == null)
            throw new IllegalArgumentException(
                    "a model needs a kind of head, got none: choose one of " + Arrays.toString(Head.values()));
        if (head == Head.NONE && !classes.isEmpty())
            throw new IllegalArgumentException("a model without a classifier has no classes, got " + classes
                    + ": choose another kind of head, or leave them out");
        if (head != Head.NONE && classes.size() < 2)
            throw new IllegalArgumentException("a classifier needs at least 2 classes, got " + classes);
        if (Set.copyOf(classes).size() < classes.size())
            throw new IllegalArgumentException(
                    "the classes must differ by name, got " + classes + ": merge those of one name");
        if (head == Head.FIXED_FEATURE && dims.size() != 1)
            throw new IllegalArgumentException(
                    "a fixed-feature model is trained at one dim, got " + dims + ": name one, such as " + dims.full());
        if (relativeImportance.size() != dims.size())
            throw new IllegalArgumentException("relative importance needs one weight a nesting dim: " + dims.size()
                    + " for " + dims + ", got " + relativeImportance);
        for (double weight : relativeImportance)
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException(
                        "relative importance must be positive and finite, got " + relativeImportance);
    }

    /** MRL heads at {@code dims}, all of equal importance. */
    public static MatryoshkaConfig of(NestingDims dims, List<String> classes) {
        return new MatryoshkaConfig(dims, classes, Head.MRL, Collections.nCopies(dims.size(), 1.0), 0);
    }

    /** The baseline with one head at {@code dim}; at the encoder's full dimension, the plain model. */
    public static MatryoshkaConfig fixedFeature(int dim, List<String> classes) {
        return new MatryoshkaConfig(NestingDims.of(dim), classes, Head.FIXED_FEATURE, List.of(1.0), 0);
    }

    /** No classes: embeddings to be learned from pairs, every prefix of {@code dims} of equal importance. */
    public static MatryoshkaConfig embedding(NestingDims dims) {
        return new MatryoshkaConfig(dims, List.of(), Head.NONE, Collections.nCopies(dims.size(), 1.0), 0);
    }

    /** Throws unless a model so configured learns from pairs. */
    void requireNoClasses(Objective<?> objective) {
        if (head != Head.NONE)
            throw new IllegalArgumentException(objective + " teaches embeddings, this model has " + head + " heads for "
                    + classes.size() + " classes: configure it by MatryoshkaConfig.embedding(dims)");
    }

    public MatryoshkaConfig withHead(Head head) {
        return new MatryoshkaConfig(dims, classes, head, relativeImportance, seed);
    }

    public MatryoshkaConfig withRelativeImportance(double... weights) {
        return new MatryoshkaConfig(
                dims, classes, head, Arrays.stream(weights).boxed().toList(), seed);
    }

    public MatryoshkaConfig withSeed(long seed) {
        return new MatryoshkaConfig(dims, classes, head, relativeImportance, seed);
    }
}
