package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.Test;

class TwoTrainingsTest {
    private static final int[] SEEDS = {1, 2};

    private static float[] train(int seed) {
        try (Engine engine = Engine.vectorized(2)) {
            Split<TextDataset> split = TinyTraining.split(TinyTraining.dataset(1));
            MatryoshkaModel<String> model = MatryoshkaModel.create(
                    TinyBert.encoder(seed),
                    MatryoshkaConfig.of(TinyTraining.DIMS, split.train().classes()),
                    engine);
            TrainOptions options =
                    TrainOptions.defaults().withEpochs(4).withBatchSize(4).withSeed(seed);
            new Trainer(options).fit(model, split);
            return model.embed(split.validation()).values();
        }
    }

    @Test
    void two_models_trained_in_two_threads_are_those_trained_one_after_the_other() throws Exception {
        List<float[]> alone =
                Arrays.stream(SEEDS).mapToObj(TwoTrainingsTest::train).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(SEEDS.length)) {
            List<Future<float[]>> together = Arrays.stream(SEEDS)
                    .mapToObj(seed -> threads.submit(() -> train(seed)))
                    .toList();
            for (int i = 0; i < SEEDS.length; i++)
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
        }
    }
}
