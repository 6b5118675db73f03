package matryoshka.train;

import static matryoshka.train.TinyTraining.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Split;
import matryoshka.data.VectorDataset;
import matryoshka.encoder.VectorEncoder;
import matryoshka.engine.Engine;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on vectors that are given, not encoded. */
class VectorTrainingTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final int DIMENSION = 6;
    private static final MatryoshkaConfig CONFIG =
            MatryoshkaConfig.of(NestingDims.of(2, DIMENSION), List.of("a", "b", "c"));

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** Each class around an axis of its own. */
    private static VectorDataset data() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[30 * DIMENSION];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian(0, 0.1);
        for (int row = 0; row < 30; row++) values[row * DIMENSION + row % 3] += 1;
        Embeddings vectors = Embeddings.of(values, 30, DIMENSION)
                .withLabels(IntStream.range(0, 30).map(row -> row % 3).toArray());
        return new VectorDataset("vectors", vectors, CONFIG.classes());
    }

    private static MatryoshkaModel<float[]> train(int chunkSize) {
        MatryoshkaModel<float[]> model = MatryoshkaModel.create(new VectorEncoder(DIMENSION), CONFIG, ENGINE);
        TrainOptions options = TrainOptions.defaults()
                .withEpochs(30)
                .withBatchSize(10)
                .withChunkSize(chunkSize)
                .withRates(1, 0.3);
        TrainingHistory history = new Trainer(options).fit(model, new Split<>(data(), data(), data()));
        assertThat(history.epochs().getLast().validation())
                .filteredOn(at -> at.dim() == DIMENSION)
                .allSatisfy(at -> assertThat(at.score()).isEqualTo(1));
        return model;
    }

    @Test
    void heads_learn_and_vectors_are_their_own_embeddings() {
        MatryoshkaModel<float[]> model = train(1000);
        assertThat(model.parameters().names()).allMatch(MatryoshkaModel::isHead).hasSize(4);
        assertThat(model.embed(data()).values()).isEqualTo(data().embeddings().values());
        assertThat(train(3).embed(data()).values())
                .isEqualTo(data().embeddings().values());
    }

    @Test
    void such_a_model_is_saved_and_loaded(@TempDir Path parent) throws IOException {
        MatryoshkaModel<float[]> model = train(1000);
        model.saveUnfinished(parent.resolve("model"), RunRecord.begin(), into -> {});
        MatryoshkaModel<float[]> loaded = MatryoshkaModel.load(parent.resolve("model"), float[].class, ENGINE);
        assertThat(loaded.encoder().dimension()).isEqualTo(DIMENSION);
        assertSame(loaded.parameters(), model.parameters());
        assertThatThrownBy(() -> new VectorEncoder(0)).hasMessageContainingAll("1 dim or more", "got 0");
    }

    @Test
    void without_heads_there_is_nothing_to_learn() {
        MatryoshkaConfig embedding = MatryoshkaConfig.embedding(CONFIG.dims());
        MatryoshkaModel<float[]> model = MatryoshkaModel.create(new VectorEncoder(DIMENSION), embedding, ENGINE);
        assertThat(model.config().head()).isEqualTo(Head.NONE);
        assertThat(model.parameters().names()).isEmpty();
        assertThatThrownBy(() -> new Trainer(TrainOptions.defaults()).fit(model, new Split<>(data(), data(), data())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other classes");
    }
}
