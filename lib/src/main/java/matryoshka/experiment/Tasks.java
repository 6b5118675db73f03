package matryoshka.experiment;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;
import matryoshka.data.Datasets;
import matryoshka.data.LongTail;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.train.ImportanceSchedule;
import matryoshka.train.TrainOptions;
import matryoshka.vision.ConvConfig;
import matryoshka.vision.ConvEncoder;
import matryoshka.vision.FashionMnist;
import matryoshka.vision.Image;
import matryoshka.vision.ImageDataset;

/** The classification tasks of the studies; each is split the same way for all methods and seeds. */
final class Tasks {
    static final int HYPONYMS = 40;

    private static final long DATA_SEED = 7;
    private static final int TAIL_RATIO = 20;
    private static final double SLOW_RATE = 2e-3; // 7e-4 at 8 dims, 1e-4 at 384

    private Tasks() {}

    /** WordNet's noun glosses by their direct hypernym. */
    static Task<String, TextDataset> hypernyms() {
        return new Task<>(
                "hypernyms",
                "accuracy on WordNet's glosses by their hypernym, 142 classes: 7,148 to learn from, 5,458 to test",
                Method.DIMS,
                Tasks::glosses,
                seed -> miniLm(),
                true,
                options -> options.withEpochs(3));
    }

    /** The same glosses, the largest of the classes to learn from {@value #TAIL_RATIO} times as large as the smallest. */
    static Task<String, TextDataset> longTail() {
        return new Task<>(
                "hypernyms-long-tail",
                "accuracy on the same glosses, of head, middle and tail classes, learned from ever fewer examples a class",
                Method.DIMS,
                () -> {
                    Split<TextDataset> all = glosses();
                    return new Split<>(longTailed(all).dataset(), all.validation(), all.test());
                },
                seed -> miniLm(),
                true,
                options -> options.withEpochs(3));
    }

    /** What the long-tail task learns from. */
    static LongTail longTailed() throws IOException {
        return longTailed(glosses());
    }

    private static LongTail longTailed(Split<TextDataset> all) {
        return LongTail.of(all.train(), TAIL_RATIO, DATA_SEED);
    }

    private static Split<TextDataset> glosses() throws IOException {
        return Datasets.wordNetHypernyms(HYPONYMS).split(0.55, 0.03, DATA_SEED);
    }

    /** MRL with other relative importance and with slow heads, compared on the hypernyms. */
    static List<Variant> importanceVariants() {
        return List.of(
                // heads that learn about as slowly as the encoder
                new Variant(
                        "MRL-slow-heads",
                        UnaryOperator.identity(),
                        options -> options.withRates(options.optimization().encoderRate(), SLOW_RATE)),
                // the paper's boost of the smallest dim
                new Variant(
                        "MRL-c8=2",
                        config -> config.withRelativeImportance(2, 1, 1, 1, 1, 1, 1),
                        UnaryOperator.identity()),
                scheduled("MRL-uncertainty", ImportanceSchedule.UNCERTAINTY),
                scheduled("MRL-gradient-norm", ImportanceSchedule.GRADIENT_NORM));
    }

    private static Variant scheduled(String name, ImportanceSchedule schedule) {
        UnaryOperator<MatryoshkaConfig> same = UnaryOperator.identity();
        return new Variant(name, same, options -> options.withImportance(schedule));
    }

    /** Questions by the kind of their answer. */
    static Task<String, TextDataset> questions() {
        return new Task<>(
                "trec-fine",
                "accuracy on TREC's questions by the kind of answer, 50 classes, 60 % to learn from, 35 % to test",
                Method.DIMS,
                () -> Datasets.trec(true).split(0.6, 0.05, DATA_SEED),
                seed -> miniLm(),
                true,
                options -> options.withEpochs(4));
    }

    private static BertEncoder miniLm() throws IOException {
        return BertEncoder.pretrained(Pretrained.MINILM_L6);
    }

    /** Pictures of clothes, the paper's setting in small. */
    static Task<Image, ImageDataset> fashion() {
        return new Task<>(
                "fashion-mnist",
                "accuracy on Fashion-MNIST's 10,000 test images, 10 classes, a convolutional encoder learning from 10,000",
                NestingDims.doubling(2, 128),
                () -> FashionMnist.load().split(10_000, 1_000, DATA_SEED),
                seed -> ConvEncoder.random(ConvConfig.of(28, 28), seed),
                false,
                Tasks::fashionOptions);
    }

    private static TrainOptions fashionOptions(TrainOptions options) {
        return options.withEpochs(3).withBatchSize(64).withRates(8e-3, 0.3); // chosen on validation images
    }
}
