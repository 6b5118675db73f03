package matryoshka.experiment;

import java.util.HashMap;
import java.util.Map;
import matryoshka.Embeddings;
import matryoshka.search.HnswIndex;

/** HNSW graphs over the same rows cut to several dims, each built once. */
final class Graphs {
    private final Map<Integer, HnswIndex> byDim = new HashMap<>();

    /** Over the rows cut to the dim of {@code prefix}. */
    HnswIndex over(Embeddings prefix) {
        return byDim.computeIfAbsent(prefix.dimension(), dim -> HnswIndex.of(prefix));
    }
}
