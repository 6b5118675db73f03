package matryoshka.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import matryoshka.EmbeddedTexts;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.data.GradedPairs;
import matryoshka.data.Split;
import matryoshka.data.TextPairs;
import matryoshka.data.TrainingData;
import matryoshka.model.CoSent;
import matryoshka.model.CosineRegression;
import matryoshka.model.InfoNce;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingListener;
import matryoshka.train.TrainingRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train-pairs}: embeddings from pairs of texts. */
@Command(
        name = "train-pairs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Fine-tune an encoder on pairs of texts, so that every prefix of its embeddings tells how alike two"
                        + " texts are, and write the model's folder; its neighbours are the second texts. A tenth of"
                        + " the pairs is held out for validation.")
final class TrainPairsCommand implements Callable<Integer> {
    private static final int EPOCHS = 1;
    private static final String SOURCE = "source";
    private static final String OBJECTIVE = "objective_name";
    private static final String TEMPERATURE = "temperature";

    @Mixin
    PairOptions data;

    @Mixin
    FitOptions fit;

    @Mixin
    LearningOptions learning;

    @Mixin
    KeepOptions keep;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "info-nce",
            description =
                    "info-nce: each pair against all others of its batch. cosine, cosent: graded pairs, by value or"
                            + " by order. Default: ${DEFAULT-VALUE}.")
    String objective;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.05",
            description = "Of info-nce. Default: ${DEFAULT-VALUE}.")
    double temperature;

    @Option(
            names = "--dims",
            paramLabel = "8,16,…",
            converter = DimsConverter.class,
            description =
                    "Nesting dims, the encoder's full dimension last; or one dim alone. Default: doubling from 8.")
    NestingDims dims;

    @Spec
    CommandSpec command;

    @Override
    public Integer call() throws IOException {
        keep.check(learning);
        RunRecord run;
        TrainOptions options;
        if (keep.resume == null) {
            options = learning.on(fit.train(EPOCHS));
            run = fit.begin()
                    .with(SOURCE, data.source())
                    .with(OBJECTIVE, objective)
                    .with(TEMPERATURE, temperature);
        } else {
            keep.requireOwnOptions(command, Set.of("--data", "--first", "--second", "--score", "--score-range"));
            options = Trainer.options(keep.resume);
            run = keep.run();
            takeUp(run);
        }
        return keep.save(
                switch (objective) {
                    case "info-nce" -> fitPairs(run, options);
                    case "cosine" -> fitGraded(new CosineRegression(), run, options);
                    case "cosent" -> fitGraded(new CoSent(), run, options);
                    default ->
                        throw new ParameterException(
                                command.commandLine(),
                                "--objective must be info-nce, cosine or cosent, got \"" + objective + "\"");
                });
    }

    private void takeUp(RunRecord run) {
        if (run.entries().get(SOURCE) instanceof Map<?, ?> source) data.take(source);
        if (run.entries().get(OBJECTIVE) instanceof String name) objective = name;
        if (run.entries().get(TEMPERATURE) instanceof Number number) temperature = number.doubleValue();
    }

    private Fitted fitPairs(RunRecord run, TrainOptions options) throws IOException {
        Split<TextPairs> split = data.pairs(options.seed());
        return fit(new InfoNce(temperature), split, split.train().seconds(), run, options);
    }

    private Fitted fitGraded(Objective<GradedPairs> graded, RunRecord run, TrainOptions options) throws IOException {
        Split<GradedPairs> split = data.graded(options.seed());
        return fit(graded, split, split.train().pairs().seconds(), run, options);
    }

    private <D extends TrainingData<String>> Fitted fit(
            Objective<D> learned, Split<D> split, List<String> seconds, RunRecord run, TrainOptions options)
            throws IOException {
        TrainingListener[] listeners = keep.listeners(objective, run, options);
        MatryoshkaModel<String> model = keep.resume == null ? create() : keep.load(fit.engine());
        TrainingHistory history = keep.resume == null
                ? new Trainer(options).fit(model, learned, split, listeners)
                : Trainer.resume(keep.resume, model, learned, split, listeners);
        List<String> distinct = seconds.stream().distinct().toList();
        RunRecord record = TrainingRecord.of(run, model, learned, split, options, history);
        return Fitted.of(objective, model, new EmbeddedTexts(distinct, model.embed(distinct)), history, record);
    }

    private MatryoshkaModel<String> create() throws IOException {
        BertEncoder encoder = fit.encoder();
        NestingDims chosen = dims != null ? dims : NestingDims.doubling(8, encoder.dimension());
        MatryoshkaConfig config = MatryoshkaConfig.embedding(chosen)
                .withRelativeImportance(learning.weights(chosen.size()))
                .withSeed(fit.seed);
        return MatryoshkaModel.create(encoder, config, fit.engine());
    }
}
