package matryoshka.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.evaluate.NeighborReport;
import matryoshka.model.MatryoshkaModel;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.KdTreeIndex;
import matryoshka.search.VectorIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** {@code neighbours}: the nearest training texts of new texts at every dim. */
@Command(
        name = "neighbours",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The nearest training texts of new texts, with their L2 distances, at every dim of the model.")
final class NeighboursCommand implements Callable<Integer> {
    enum Index {
        BRUTE_FORCE(BruteForceIndex::of),
        KD_TREE(KdTreeIndex::of);

        private final Function<Embeddings, VectorIndex> build;

        Index(Function<Embeddings, VectorIndex> build) {
            this.build = build;
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    ModelOption model;

    @Mixin
    TextsOption texts;

    @Option(
            names = "--k",
            paramLabel = "K",
            defaultValue = "3",
            description = "Neighbours a dim. Default: ${DEFAULT-VALUE}.")
    int k;

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            defaultValue = "brute-force",
            description = "brute-force or kd-tree; both are exact. Default: ${DEFAULT-VALUE}.")
    String index;

    @Mixin
    TableOption output;

    @Override
    public Integer call() throws IOException {
        Index chosen = chosen();
        List<String> queries = texts.load();
        MatryoshkaModel<String> trained = model.load();
        EmbeddedTexts database = MatryoshkaModel.loadDatabase(model.folder);
        Table table = new NeighborReport(database, trained.config().classes(), chosen.build)
                .table(
                        new EmbeddedTexts(queries, trained.embed(queries)),
                        trained.config().dims(),
                        k);
        output.give(table);
        return 0;
    }

    private Index chosen() {
        for (Index known : Index.values()) if (known.toString().equals(index)) return known;
        throw new IllegalArgumentException("--index must be brute-force or kd-tree, got \"" + index + "\"");
    }
}
