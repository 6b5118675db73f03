package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.ModelFolder;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.notebook.TrainingProgress;
import matryoshka.train.Checkpoints;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
    private static final Set<String> GO_WITH_RESUME =
            Set.of("--resume", "--out", "--threads", "--checkpoint-every", "--data", "--text", "--label");

    @Mixin
    DataOptions data;

    @Mixin
    FitOptions fit;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the model.")
    Path out;

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
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Keep the training's state in --out every so many steps. Default: only the finished model.")
    Integer checkpointEvery;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with the training kept in this folder, with its own data and options; only --out,"
                    + " --threads, --checkpoint-every and, where the texts have moved, --data go with it.")
    Path resume;

    @Spec
    CommandSpec command;

    @Override
    public Integer call() throws IOException {
        ModelFolder.checkReplaceable(out);
        if (checkpointEvery != null && checkpointEvery < 1)
            throw new ParameterException(
                    command.commandLine(), "--checkpoint-every must be 1 step or more, got " + checkpointEvery);
        Fitted fitted = resume == null ? begin() : goOn();
        fitted.save(out);
        System.out.println("model written to " + out);
        return fitted.history().interrupted() ? Interrupts.EXIT_CODE : 0;
    }

    private Fitted begin() throws IOException {
        TextDataset texts = data.load();
        BertEncoder encoder = fit.encoder();
        MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config(encoder, texts), fit.engine());
        TrainOptions options = fit.train(EPOCHS);
        RunRecord run = RunRecord.begin().with(SOURCE, data.source());
        Split<TextDataset> split = split(texts, options);
        TrainingHistory history = new Trainer(options).fit(model, split, listeners(task(model), run));
        return Fitted.of(task(model), run, model, split, options, history);
    }

    private Fitted goOn() throws IOException {
        requireOwnOptions();
        ModelFolder.recover(resume);
        MatryoshkaModel<String> model = MatryoshkaModel.load(resume, String.class, fit.engine());
        TrainOptions options = Trainer.options(resume);
        RunRecord run = RunRecord.read(resume.resolve(MatryoshkaModel.RUN_FILE));
        if (run.entries().get(SOURCE) instanceof Map<?, ?> source) data.take(source);
        Split<TextDataset> split = split(data.load(), options);
        TrainingHistory history = Trainer.resume(resume, model, split, listeners(task(model), run));
        return Fitted.of(task(model), run, model, split, options, history);
    }

    private static Split<TextDataset> split(TextDataset texts, TrainOptions options) {
        return texts.split(TRAIN_SHARE, 1 - TRAIN_SHARE, options.seed());
    }

    private TrainingListener[] listeners(String task, RunRecord run) {
        TrainingListener progress = new TrainingProgress(task);
        return checkpointEvery == null
                ? new TrainingListener[] {progress}
                : new TrainingListener[] {progress, new Checkpoints(checkpointEvery, out, run)};
    }

    private static String task(MatryoshkaModel<String> model) {
        Head head = model.config().head();
        return head == Head.MRL ? "MRL" : head.name();
    }

    /** A training that goes on cannot take up other options in its middle. */
    private void requireOwnOptions() {
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions())
            if (!GO_WITH_RESUME.contains(option.longestName()))
                throw new ParameterException(
                        command.commandLine(),
                        option.longestName() + " does not go with --resume: the training goes on with its own options");
    }

    private MatryoshkaConfig config(BertEncoder encoder, TextDataset texts) {
        int full = encoder.dimension();
        NestingDims chosen =
                dims != null ? dims : head == Head.FIXED_FEATURE ? NestingDims.of(full) : NestingDims.doubling(8, full);
        if (head == Head.FIXED_FEATURE && chosen.size() == 1)
            return MatryoshkaConfig.fixedFeature(chosen.full(), texts.classes()).withSeed(fit.seed);
        return MatryoshkaConfig.of(chosen, texts.classes()).withHead(head).withSeed(fit.seed);
    }
}
