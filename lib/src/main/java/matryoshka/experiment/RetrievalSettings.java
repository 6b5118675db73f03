package matryoshka.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.search.AdaptiveRetriever;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.Funnel;
import matryoshka.search.Precision;
import matryoshka.search.QuantizedIndex;
import matryoshka.search.VectorIndex;

/** The ways to search a database that an advisor tries: dims, precisions, graphs, and shortlists sorted again. */
final class RetrievalSettings {
    private static final int[] BREADTHS = {16, 64};
    private static final int[] KEEPS = {50, 200};
    private static final int RESCORED = 4;

    private final Embeddings units;
    private final NestingDims dims;
    private final int k;
    private final Graphs graphs = new Graphs();

    /** Over rows [N, D] of unit length, to find {@code k} of them. */
    RetrievalSettings(Embeddings units, NestingDims dims, int k) {
        this.k = k;
        this.units = units;
        this.dims = dims;
    }

    /** A way to search: what it is called, and the index, built when it is asked for. */
    record Setting(String name, int dim, Supplier<VectorIndex> index) {}

    /** All of them; the first is exhaustive: exact search at the full dim. */
    List<Setting> all() {
        List<Setting> settings = new ArrayList<>();
        for (int dim : dims.dims().reversed()) {
            settings.add(new Setting("brute-force at " + dim, dim, () -> BruteForceIndex.of(prefix(dim))));
            for (Precision precision : Precision.values())
                settings.add(new Setting(
                        "brute-force at %d, %s, %d times rescored"
                                .formatted(dim, precision.name().toLowerCase(Locale.ROOT), RESCORED),
                        dim,
                        () -> QuantizedIndex.of(prefix(dim), precision, RESCORED)));
            for (int breadth : BREADTHS)
                settings.add(new Setting(
                        "hnsw at %d, ef %d".formatted(dim, breadth),
                        dim,
                        () -> graphs.over(prefix(dim)).withBreadth(breadth)));
            if (dim < dims.full())
                for (int keep : KEEPS)
                    if (k <= keep && keep <= units.rows()) {
                        settings.add(again("brute-force", dim, keep, BruteForceIndex::of));
                        settings.add(again("hnsw", dim, keep, graphs::over));
                    }
        }
        return settings;
    }

    private Setting again(String by, int dim, int keep, Function<Embeddings, VectorIndex> shortlist) {
        Funnel funnel = Funnel.adaptive(dim, keep, dims.full());
        return new Setting(
                "%s at %d, %d sorted again at %d".formatted(by, dim, keep, dims.full()),
                dim,
                () -> AdaptiveRetriever.of(units, funnel, shortlist));
    }

    private Embeddings prefix(int dim) {
        return units.prefix(dim).normalize();
    }
}
