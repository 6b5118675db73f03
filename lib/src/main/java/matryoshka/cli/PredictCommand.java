package matryoshka.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.EmbeddedTexts;
import matryoshka.evaluate.ProbabilityReport;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** {@code predict}: classes of new texts at every dim. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The most probable classes of new texts, at every dim of the model.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    ModelOption model;

    @Mixin
    TextsOption texts;

    @Option(
            names = "--classes",
            paramLabel = "K",
            defaultValue = "3",
            description = "How many classes to show. Default: ${DEFAULT-VALUE}.")
    int classes;

    @Mixin
    TableOption output;

    @Override
    public Integer call() throws IOException {
        List<String> queries = texts.load();
        MatryoshkaModel<String> trained = model.load();
        Table table = new ProbabilityReport(trained.heads(), trained.config().classes())
                .table(
                        new EmbeddedTexts(queries, trained.embed(queries)),
                        trained.config().dims(),
                        classes);
        output.give(table);
        return 0;
    }
}
