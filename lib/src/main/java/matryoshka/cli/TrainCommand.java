package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.ModelFolder;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Override
    public Integer call() throws IOException {
        ModelFolder.checkReplaceable(out);
        TextDataset texts = data.load();
        Split<TextDataset> split = texts.split(TRAIN_SHARE, 1 - TRAIN_SHARE, fit.seed);
        BertEncoder encoder = fit.encoder();
        MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config(encoder, texts), fit.engine());
        Fitted fitted = Fitted.train(head == Head.MRL ? "MRL" : head.name(), model, split, fit.train(EPOCHS));
        fitted.save(out);
        System.out.println("model written to " + out);
        return fitted.history().interrupted() ? Interrupts.EXIT_CODE : 0;
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
