package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TwoTrainingsTest {
    private static final int[] SEEDS = {1, 2};

    private static Split<TextDataset> split() {
        String[] texts = TinyBert.texts(32, 1).toArray(String[]::new);
        String[] labels = new String[texts.length];
        Arrays.setAll(texts, i -> TinyBert.word(i % 3) + " " + texts[i]);
        Arrays.setAll(labels, i -> "class" + i % 3);
        Table table = Table.create(StringColumn.create("t", texts), StringColumn.create("l", labels));
        TextDataset data = TextDataset.of("tiny", table, "t", "l");
        int[] rows = IntStream.range(0, 32).toArray();
        return new Split<>(data.select(rows), data.select(Arrays.copyOf(rows, 8)), data.select());
    }

    private static float[] train(int seed) {
        try (Engine engine = Engine.vectorized(2)) {
            Split<TextDataset> split = split();
            NestingDims dims = NestingDims.of(4, 8, TinyBert.DIMENSION);
            MatryoshkaModel<String> model = MatryoshkaModel.create(
                    TinyBert.encoder(seed),
                    MatryoshkaConfig.of(dims, split.train().classes()),
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
