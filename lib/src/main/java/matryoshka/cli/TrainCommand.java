package matryoshka.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.model.CrossEntropy;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train}: a model from labelled texts. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tune an encoder with nested heads on labelled texts and write the model's folder."
                + " A tenth of the texts is held out for validation.")
final class TrainCommand implements Callable<Integer> {
    private static final int EPOCHS = 4;
    private static final double TRAIN_SHARE = 0.9;
    private static final String SOURCE = "source";
    private static final String LABEL_SMOOTHING = "label_smoothing";

    @Mixin
    DataOptions data;

    @Mixin
    FitOptions fit;

    @Mixin
    LearningOptions learning;

    @Mixin
    KeepOptions keep;

    @Option(
            names = "--dims",
            paramLabel = "8,16,…",
            converter = DimsConverter.class,
            description = "Nesting dims, the encoder's full dimension last; for --head ff one dim. Default: doubling"
                    + " from 8, for ff the full dimension.")
    NestingDims dims;

    @Option(
            names = "--head",
            paramLabel = "HEAD",
            defaultValue = "mrl",
            converter = HeadConverter.class,
            description =
                    "mrl: a classifier at every dim. mrl-e: one whose rows serve every dim. ff: fixed feature, one"
                            + " dim only. Default: ${DEFAULT-VALUE}.")
    Head head;

    @Option(
            names = "--label-smoothing",
            paramLabel = "E",
            defaultValue = "0",
            description = "The share of a target spread over all classes, in [0, 1). Default: ${DEFAULT-VALUE}.")
    double labelSmoothing;

    @Spec
    CommandSpec command;

    @Override
    public Integer call() throws IOException {
        keep.check(learning);
        Fitted fitted = keep.resume == null ? begin() : goOn();
        return keep.save(fitted);
    }

    private Fitted begin() throws IOException {
        TrainOptions options = learning.on(fit.train(EPOCHS));
        CrossEntropy objective = new CrossEntropy(labelSmoothing);
        TextDataset texts = data.load();
        BertEncoder encoder = fit.encoder();
        MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config(encoder, texts), fit.engine());
        RunRecord run = fit.begin().with(SOURCE, data.source()).with(LABEL_SMOOTHING, labelSmoothing);
        Split<TextDataset> split = split(texts, options);
        TrainingHistory history =
                new Trainer(options).fit(model, objective, split, keep.listeners(task(model), run, options));
        return fitted(model, objective, split, options, history, run);
    }

    private Fitted goOn() throws IOException {
        keep.requireOwnOptions(command, Set.of("--data", "--text", "--label"));
        MatryoshkaModel<String> model = keep.load(fit.engine());
        TrainOptions options = Trainer.options(keep.resume);
        RunRecord run = keep.run();
        if (run.entries().get(SOURCE) instanceof Map<?, ?> source) data.take(source);
        Split<TextDataset> split = split(data.load(), options);
        CrossEntropy objective =
                new CrossEntropy(run.entries().get(LABEL_SMOOTHING) instanceof Number share ? share.doubleValue() : 0);
        TrainingHistory history =
                Trainer.resume(keep.resume, model, objective, split, keep.listeners(task(model), run, options));
        return fitted(model, objective, split, options, history, run);
    }

    private static Fitted fitted(
            MatryoshkaModel<String> model,
            CrossEntropy objective,
            Split<TextDataset> split,
            TrainOptions options,
            TrainingHistory history,
            RunRecord run) {
        RunRecord record = TrainingRecord.of(run, model, objective, split, options, history);
        return Fitted.of(task(model), model, split.train(), history, record);
    }

    private static Split<TextDataset> split(TextDataset texts, TrainOptions options) {
        return texts.split(TRAIN_SHARE, 1 - TRAIN_SHARE, options.seed());
    }

    private static String task(MatryoshkaModel<String> model) {
        Head head = model.config().head();
        return head == Head.MRL ? "MRL" : head.name();
    }

    private MatryoshkaConfig config(BertEncoder encoder, TextDataset texts) {
        int full = encoder.dimension();
        NestingDims chosen =
                dims != null ? dims : head == Head.FIXED_FEATURE ? NestingDims.of(full) : NestingDims.doubling(8, full);
        if (head == Head.FIXED_FEATURE && learning.importance != null)
            throw new ParameterException(
                    command.commandLine(),
                    "--importance needs several dims to weigh, --head ff has one: leave it out, or choose mrl or mrl-e");
        if (head == Head.FIXED_FEATURE && chosen.size() == 1)
            return MatryoshkaConfig.fixedFeature(chosen.full(), texts.classes()).withSeed(fit.seed);
        return MatryoshkaConfig.of(chosen, texts.classes())
                .withHead(head)
                .withRelativeImportance(learning.weights(chosen.size()))
                .withSeed(fit.seed);
    }
}
