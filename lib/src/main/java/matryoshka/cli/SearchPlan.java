package matryoshka.cli;

import java.util.List;
import java.util.Optional;
import matryoshka.Embeddings;
import matryoshka.search.AdaptiveRetriever;
import matryoshka.search.Funnel;
import matryoshka.search.IndexKind;
import matryoshka.search.SearchResult;
import matryoshka.search.StoredIndex;
import matryoshka.search.VectorIndex;

/**
 * A search that fits its index.
 *
 * @param k how many rows to find
 * @param by what goes through all rows
 * @param dim where distances are taken
 * @param funnel adaptive retrieval up to {@code dim}; empty to search there at once
 */
record SearchPlan(int k, IndexKind by, int dim, Optional<Funnel> funnel) {
    /** The rows nearest to each of {@code queries} [Q, D], by cosine. */
    List<SearchResult> run(StoredIndex store, Embeddings queries) {
        if (funnel.isPresent())
            return AdaptiveRetriever.of(store, funnel.get(), prefix -> over(store, prefix))
                    .searchAll(queries, k);
        Embeddings rows = store.prefix(dim);
        Embeddings asked = rows.trainedDims().map(queries::withTrainedDims).orElse(queries);
        return over(store, rows.normalize()).searchAll(asked.truncate(dim).normalize(), k);
    }

    private VectorIndex over(StoredIndex store, Embeddings units) {
        return by == IndexKind.HNSW ? store.hnsw(units) : by.over(units);
    }
}
