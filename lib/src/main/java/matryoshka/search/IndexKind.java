package matryoshka.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import matryoshka.Embeddings;

/** The indexes there are, by the names that commands know. */
public enum IndexKind {
    BRUTE_FORCE(BruteForceIndex::of),
    KD_TREE(KdTreeIndex::of),
    HNSW(HnswIndex::of),
    IVF(IvfIndex::of);

    private final Function<Embeddings, VectorIndex> build;

    IndexKind(Function<Embeddings, VectorIndex> build) {
        this.build = build;
    }

    /** An index of this kind over the rows of {@code database} [N, D], as its class builds it by default. */
    public VectorIndex over(Embeddings database) {
        return build.apply(database);
    }

    /** Its name, such as {@code kd-tree}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(IndexKind::id).toList();
    }

    /** The kind of that name; IllegalArgumentException listing those there are if none has it. */
    public static IndexKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no index is named \"" + id + "\"; there are " + ids()));
    }
}
