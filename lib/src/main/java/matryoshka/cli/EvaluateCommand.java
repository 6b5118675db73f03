package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.TextDataset;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.model.MatryoshkaModel;
import matryoshka.notebook.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: accuracy at every dim. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Accuracy of a model at every dim, on texts it has not seen: top-1 and macro-F1 by its heads; 1-NN, mAP@10"
                        + " and other ranking metrics among its training texts. Writes a CSV with the column dim and one a"
                        + " metric (fractions).")
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    ModelOption model;

    @Mixin
    DataOptions data;

    @Option(names = "--train", paramLabel = "FILE.csv|NAME", description = "Other texts as 1-NN's database.")
    String train;

    @Option(
            names = "--dims",
            paramLabel = "8,16,…",
            converter = DimsConverter.class,
            description =
                    "Dims to evaluate at. Default: those the model was trained for; for a model of one dim, doubling"
                            + " from 8 up to it.")
    NestingDims dims;

    @Option(names = "--out", required = true, paramLabel = "F.csv", description = "Where to write the report.")
    Path out;

    @Override
    public Integer call() throws IOException {
        MatryoshkaModel<String> trained = model.load();
        List<String> classes = trained.config().classes();
        TextDataset queries = data.load().withClasses(classes);
        Embeddings database = train == null
                ? MatryoshkaModel.loadDatabase(model.folder).embeddings()
                : trained.embed(data.load(train).withClasses(classes));
        DimensionReport report = DimensionEvaluator.evaluate(
                "model",
                trained.heads(),
                database,
                trained.embed(queries),
                dims == null ? trained.evaluationDims() : dims);
        report.toCsv(out);
        System.out.println(TextTable.of(report.toTable()));
        System.out.println(queries.size() + " texts; report written to " + out);
        return 0;
    }
}
