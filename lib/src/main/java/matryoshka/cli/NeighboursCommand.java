package matryoshka.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.EmbeddedTexts;
import matryoshka.evaluate.NeighborReport;
import matryoshka.model.MatryoshkaModel;
import matryoshka.search.IndexKind;
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
            description = "brute-force or kd-tree, which are exact, or hnsw or ivf. Default: ${DEFAULT-VALUE}.")
    String index;

    @Mixin
    TableOption output;

    @Override
    public Integer call() throws IOException {
        IndexKind chosen = IndexKind.of(index);
        List<String> queries = texts.load();
        MatryoshkaModel<String> trained = model.load();
        EmbeddedTexts database = MatryoshkaModel.loadDatabase(model.folder);
        Table table = new NeighborReport(database, trained.config().classes(), chosen::over)
                .table(
                        new EmbeddedTexts(queries, trained.embed(queries)),
                        trained.config().dims(),
                        k);
        output.give(table);
        return 0;
    }
}
