package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.data.TextPairs;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.model.InfoNce;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.model.TinyPairs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FineTuningTest {
    private static final Engine ENGINE = Engine.vectorized(2);
    private static final TrainOptions OPTIONS =
            TrainOptions.defaults().withEpochs(1).withBatchSize(8).withRates(1e-3, 1e-2);
    private static final Split<TextDataset> SPLIT = TinyTraining.split(TinyTraining.dataset(1));
    private static final String FIRST_LAYER = "encoder.layer.0.";
    private static final String LAST_LAYER = "encoder.layer.1.";

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static MatryoshkaModel<String> classifier(BertEncoder encoder) {
        return MatryoshkaModel.create(
                encoder, MatryoshkaConfig.of(TinyTraining.DIMS, SPLIT.train().classes()), ENGINE);
    }

    private static boolean isHead(String name) {
        return name.startsWith("heads.");
    }

    /** What learns: the names of parameters. */
    private static Arguments learns(FineTuning scope, Predicate<String> learns) {
        return Arguments.of(scope, learns);
    }

    private static Stream<Arguments> scopes() {
        Predicate<String> layers = name -> name.startsWith("encoder.layer.");
        Predicate<String> heads = FineTuningTest::isHead;
        return Stream.of(
                learns(FineTuning.all(), name -> true),
                learns(FineTuning.all().withLayerDecay(0.5), name -> true),
                learns(new FineTuning(2, true, 1), name -> true),
                learns(FineTuning.lastLayers(2), heads.or(layers)),
                learns(FineTuning.all().withFrozenEmbeddings(), heads.or(layers)),
                learns(FineTuning.lastLayers(1), heads.or(name -> name.startsWith(LAST_LAYER))),
                learns(new FineTuning(1, true, 1), heads.or(name -> name.startsWith(LAST_LAYER))),
                learns(FineTuning.headsOnly(), heads));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void what_is_frozen_stays_to_the_last_bit_and_all_else_moves(FineTuning scope, Predicate<String> learns) {
        for (TrainOptions options : List.of(OPTIONS, OPTIONS.withChunkSize(3), OPTIONS.withGradientsEvery(1))) {
            MatryoshkaModel<String> model = classifier(TinyBert.encoder(1));
            Parameters before = model.parameters().copy();
            new Trainer(options.withFineTuning(scope)).fit(model, SPLIT);
            assertMoved(model.parameters(), before, learns);
        }
    }

    private static void assertMoved(Parameters after, Parameters before, Predicate<String> learns) {
        after.forEach((name, array) -> {
            if (learns.test(name)) assertThat(array).as(name).isNotEqualTo(before.get(name));
            else
                assertThat(array.dup().data().asFloat())
                        .as(name)
                        .isEqualTo(before.get(name).dup().data().asFloat());
        });
    }

    @Test
    void pairs_can_be_learned_by_the_last_layer_alone() {
        Split<TextPairs> pairs = TinyPairs.split(TinyPairs.pairs(12, 1), 8);
        MatryoshkaModel<String> model =
                MatryoshkaModel.create(TinyBert.encoder(1), MatryoshkaConfig.embedding(TinyTraining.DIMS), ENGINE);
        Parameters before = model.parameters().copy();
        TrainOptions options = OPTIONS.withBatchSize(4);
        new Trainer(options.withFineTuning(FineTuning.lastLayers(1))).fit(model, new InfoNce(), pairs);
        assertMoved(model.parameters(), before, name -> name.startsWith(LAST_LAYER));
        assertThatThrownBy(() ->
                        new Trainer(options.withFineTuning(FineTuning.headsOnly())).fit(model, new InfoNce(), pairs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("nothing would learn", "no heads", "1 layer or more");
    }

    @Test
    void a_layer_learns_at_its_share_of_the_rate() {
        BertEncoder encoder = TinyBert.encoder(1);
        FineTuning decay = FineTuning.all().withLayerDecay(0.25);
        Map<String, Double> shares = Map.of(
                LAST_LAYER + "output.dense.weight",
                1.0,
                FIRST_LAYER + "attention.self.query.bias",
                0.25,
                "embeddings.word_embeddings.weight",
                0.0625,
                "embeddings.LayerNorm.bias",
                0.0625);
        shares.forEach(
                (name, share) -> assertThat(decay.share(encoder, name)).as(name).isEqualTo(share));
        shares.forEach((name, share) -> assertThat(
                        FineTuning.lastLayers(1).withLayerDecay(0.25).share(encoder, name))
                .as(name)
                .isEqualTo(share == 1 ? 1 : 0));
        assertThat(decay.share(encoder.withLayers(1), FIRST_LAYER + "output.dense.weight"))
                .isEqualTo(1);
    }

    /** The first step of Adam has the size of the rate wherever the gradient is large against ε. */
    @Test
    void so_the_first_update_shows() {
        MatryoshkaModel<String> model = classifier(TinyBert.encoder(1));
        Parameters before = model.parameters().copy();
        TrainOptions options = OPTIONS.withBatchSize(32)
                .withOptimization(Optimization.defaults().withRates(1e-3, 1e-2).withWeightDecay(0))
                .withFineTuning(FineTuning.all().withLayerDecay(0.25));
        StepReport step = new Trainer(options).fit(model, SPLIT).steps().getFirst();
        model.encoder().parameters().forEach((name, array) -> {
            if (!name.endsWith(".weight")) return;
            double share = name.startsWith(LAST_LAYER) ? 1 : name.startsWith(FIRST_LAYER) ? 0.25 : 0.0625;
            double largest = array.sub(before.get(name)).amaxNumber().doubleValue();
            assertThat(largest / (step.encoderRate() * share)).as(name).isCloseTo(1, within(1e-2));
        });
    }

    @Test
    void the_lower_layers_alone_are_trained_saved_and_loaded(@TempDir Path parent) throws IOException {
        BertEncoder encoder = TinyBert.encoder(1);
        Parameters before = encoder.parameters().copy();
        MatryoshkaModel<String> model = classifier(encoder.withLayers(1));
        new Trainer(OPTIONS.withFineTuning(FineTuning.lastLayers(1))).fit(model, SPLIT);
        assertMoved(encoder.parameters(), before, name -> name.startsWith(FIRST_LAYER));

        model.saveUnfinished(parent.resolve("model"), RunRecord.begin(), into -> {});
        MatryoshkaModel<String> loaded = MatryoshkaModel.load(parent.resolve("model"), String.class, ENGINE);
        assertThat(loaded.encoder().layers()).isEqualTo(1);
        assertThat(loaded.parameters().names()).noneMatch(name -> name.startsWith(LAST_LAYER));
        assertThat(loaded.embed(SPLIT.validation()).values())
                .isEqualTo(model.embed(SPLIT.validation()).values());
    }
}
