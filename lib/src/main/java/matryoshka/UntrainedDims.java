package matryoshka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of embeddings cut to a dim their model was not trained for: once a process for these dims and that one. */
final class UntrainedDims {
    private static final Logger LOG = LoggerFactory.getLogger(Embeddings.class);
    private static final Set<Cut> TOLD = ConcurrentHashMap.newKeySet();

    private record Cut(NestingDims trained, int dim) {}

    private UntrainedDims() {}

    static void warnOnce(NestingDims trained, int dim) {
        if (trained.dims().contains(dim) || !TOLD.add(new Cut(trained, dim))) return;
        LOG.warn(
                "Embeddings were cut to {} dims, but their model was trained for {}: take {}, the nearest; where an"
                        + " untrained dim is meant, Embeddings.prefix cuts without this warning.",
                dim,
                trained,
                trained.nearest(dim));
    }
}
