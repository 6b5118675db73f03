package matryoshka.cli;

import java.io.IOException;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.BertTokenizer;
import matryoshka.engine.Engine;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is made and trained; the defaults were chosen by measurement. */
final class FitOptions {
    /** What a run record calls the encoder that its training began with. */
    static final String ENCODER = "encoder";

    @Option(
            names = "--encoder",
            paramLabel = "NAME|FOLDER",
            defaultValue = "minilm-l6",
            description = "A built-in encoder (environment/matryoshka encoders lists them), or a folder with a Hugging"
                    + " Face BERT. Default: ${DEFAULT-VALUE}.")
    String encoder;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            defaultValue = "" + BertTokenizer.DEFAULT_MAX_LENGTH,
            description = "Texts are cut to this many tokens, 3..512. Default: ${DEFAULT-VALUE}.")
    int maxLength;

    @Option(
            names = "--encoder-layers",
            paramLabel = "K",
            description = "Keep only the encoder's first K layers: smaller and faster. Default: all.")
    Integer encoderLayers;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training texts. Default: quickstart 2, train 4.")
    Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Texts a step. Default: 32.")
    Integer batchSize;

    @Option(
            names = "--encoder-rate",
            paramLabel = "RATE",
            description = "Peak learning rate of the encoder. Default: 2e-4.")
    Double encoderRate;

    @Option(
            names = "--head-rate",
            paramLabel = "RATE",
            description = "Peak learning rate of the heads; a head of m dims learns at RATE/sqrt(m). Default: 0.3.")
    Double headRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the split, the heads' first weights, the order and the dropout. Default: 0.")
    long seed;

    @Mixin
    ThreadsOption threads;

    /** A run record that begins now and tells the encoder. */
    RunRecord begin() {
        return RunRecord.begin().with(ENCODER, encoder);
    }

    TrainOptions train(int defaultEpochs) {
        TrainOptions options = TrainOptions.defaults()
                .withEpochs(epochs == null ? defaultEpochs : epochs)
                .withSeed(seed);
        if (batchSize != null) options = options.withBatchSize(batchSize);
        return options.withRates(
                encoderRate == null ? options.optimization().encoderRate() : encoderRate,
                headRate == null ? options.optimization().headRate() : headRate);
    }

    /** Fresh weights: each model trains its own. */
    BertEncoder encoder() throws IOException {
        BertEncoder whole = EncoderOption.load(encoder).withMaxLength(maxLength);
        return encoderLayers == null ? whole : whole.withLayers(encoderLayers);
    }

    Engine engine() {
        return threads.engine();
    }
}
