package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import matryoshka.bert.Pretrained;
import matryoshka.data.TextDataset;
import matryoshka.encoder.ModelCard;
import matryoshka.encoder.ModelFolder;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.NestedHeads;
import matryoshka.model.RunRecord;
import matryoshka.train.EpochReport;
import matryoshka.train.TrainingRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** {@code export}: a trained model for other people's tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Write a model for Python's sentence-transformers and for ONNX Runtime, with a card that tells its"
                        + " accuracy at every dim: measured on the texts of --data, which it should not have seen, or as"
                        + " its training's validation found it.")
final class ExportCommand implements Callable<Integer> {
    @Mixin
    ModelOption model;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the folder.")
    Path out;

    @Mixin
    DataOptions data;

    @Override
    public Integer call() throws IOException {
        ModelFolder.checkReplaceable(out);
        MatryoshkaModel<String> trained = model.load();
        RunRecord run = RunRecord.read(model.folder.resolve(MatryoshkaModel.RUN_FILE));
        UnaryOperator<ModelCard> accuracy = data.data == null ? validated(run) : measured(trained);
        trained.export(out, card -> accuracy.apply(origin(run, card)));
        System.out.println("written to " + out + "; its README.md says how to use it");
        return 0;
    }

    private UnaryOperator<ModelCard> measured(MatryoshkaModel<String> trained) throws IOException {
        NestedHeads heads = trained.heads(); // refuses a model without a classifier
        TextDataset queries = data.load().withClasses(trained.config().classes());
        DimensionReport report = DimensionEvaluator.evaluate(
                "model",
                heads,
                MatryoshkaModel.loadDatabase(model.folder).embeddings(),
                trained.embed(queries),
                trained.evaluationDims());
        String what = String.format(
                Locale.ROOT,
                "Fractions of %,d texts of %s: top-1 by the classifier at m dims, and 1-NN among the training's texts.",
                queries.size(),
                Path.of(queries.name()).getFileName());
        return card -> card.withAccuracy(what, report.toTable());
    }

    private static UnaryOperator<ModelCard> validated(RunRecord run) {
        Optional<EpochReport> validation = TrainingRecord.validation(run);
        if (validation.isEmpty()) return ModelCard::withoutAccuracy;
        String what =
                "As validation found it after epoch " + validation.get().epoch() + " of the training, on texts held"
                        + " out of it; where they chose the epoch, it is a little too good.";
        return card -> card.withAccuracy(what, table(validation.get()));
    }

    private static Table table(EpochReport epoch) {
        IntColumn dim = IntColumn.create("dim");
        StringColumn score = StringColumn.create(epoch.metric());
        epoch.validation().forEach(at -> {
            dim.append(at.dim());
            score.append(String.format(Locale.ROOT, "%.4f", at.score()));
        });
        return Table.create("validation", dim, score);
    }

    /** The encoder that the training began with, if it is one of those that are known. */
    private static ModelCard origin(RunRecord run, ModelCard card) {
        return Arrays.stream(Pretrained.values())
                .filter(each -> each.id().equals(run.entries().get(FitOptions.ENCODER)))
                .findFirst()
                .map(base -> card.withFact("base_model", base.model())
                        .withFact("license", base.licence().toLowerCase(Locale.ROOT)))
                .orElse(card);
    }
}
