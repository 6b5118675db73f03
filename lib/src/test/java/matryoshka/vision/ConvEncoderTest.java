package matryoshka.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.EmbeddedTexts;
import matryoshka.NestingDims;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.ModelFolder;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import matryoshka.model.CrossEntropy;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvEncoderTest {
    private static final ConvConfig CONFIG = new ConvConfig(9, 10, 3, 20, 6); // sizes that pooling does not divide
    private static final List<Image> IMAGES = Pictures.noise(5, CONFIG.height(), CONFIG.width());
    private static final double STEP = 1e-6;

    /** With biases as a training would leave them. */
    private static ConvEncoder encoder(ConvConfig config, DataType type) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        ConvEncoder.random(config, 3).parameters().forEach((name, array) -> {
            INDArray numbers = array.castTo(type).dup('c');
            SplittableRandom random = new SplittableRandom(name.hashCode());
            if (name.endsWith(".bias"))
                for (int i = 0; i < numbers.length(); i++) numbers.putScalar(i, (float) random.nextDouble(-0.3, 0.3));
            tensors.put(name, numbers);
        });
        return new ConvEncoder(config, Parameters.of(tensors));
    }

    private static MatryoshkaModel<Image> model() {
        return MatryoshkaModel.create(
                encoder(CONFIG, DataType.FLOAT), MatryoshkaConfig.of(NestingDims.of(2, 6), Pictures.CLASSES));
    }

    @Test
    void embeddings_are_those_of_the_network_by_its_definition() {
        MatryoshkaModel<Image> model = model();
        NaiveConv naive = new NaiveConv(model.parameters());
        var embeddings = model.embed(IMAGES);
        for (int i = 0; i < IMAGES.size(); i++) {
            double[] expected = naive.embed(IMAGES.get(i));
            for (int d = 0; d < expected.length; d++)
                assertThat((double) embeddings.row(i)[d]).isCloseTo(expected[d], within(1e-5));
        }
    }

    /** Σ z·w for random w, and its gradients. */
    private static Program loss(ConvEncoder encoder, Engine engine) {
        SameDiff graph = Engine.newGraph();
        SDVariable z = encoder.build(graph, Mode.TRAINING);
        float[][] weights = new float[IMAGES.size()][encoder.dimension()];
        SplittableRandom random = new SplittableRandom(9);
        for (float[] row : weights) for (int d = 0; d < row.length; d++) row[d] = (float) random.nextGaussian();
        z.mul(graph.constant(Nd4j.createFromArray(weights).castTo(z.dataType())))
                .sum()
                .rename("loss");
        return engine.gradient(graph, "loss", List.of("loss"));
    }

    private static Map<String, INDArray> gradients(DataType type, Engine engine) {
        ConvEncoder encoder = encoder(CONFIG, type);
        Map<String, INDArray> all = new HashMap<>();
        loss(encoder, engine)
                .run(encoder.feed(IMAGES, Mode.TRAINING, null))
                .gradients()
                .forEach((name, gradient) ->
                        all.put(name, gradient.values().castTo(DataType.DOUBLE).dup('c')));
        return all;
    }

    @Test
    void gradients_are_the_central_differences_of_the_loss_by_plain_samediff_and_by_kernels() {
        try (Engine plain = Engine.plain();
                Engine vectorized = Engine.vectorized(2)) {
            ConvEncoder exact = encoder(CONFIG, DataType.DOUBLE);
            Program loss = loss(exact, plain);
            Map<String, INDArray> feed = exact.feed(IMAGES, Mode.TRAINING, null);
            Map<String, INDArray> doubles = gradients(DataType.DOUBLE, plain);
            Map<String, INDArray> floats = gradients(DataType.FLOAT, vectorized);
            exact.parameters().forEach((name, array) -> {
                for (int i : new int[] {0, (int) array.length() / 2, (int) array.length() - 1}) {
                    double slope = slope(loss, feed, array, i);
                    double size = Math.max(1, Math.abs(slope));
                    double exactly = doubles.get(name).reshape(-1).getDouble(i);
                    double fast = floats.get(name).reshape(-1).getDouble(i);
                    assertThat(exactly).as("%s[%d]", name, i).isCloseTo(slope, within(1e-6 * size));
                    assertThat(fast).as("%s[%d]", name, i).isCloseTo(slope, within(1e-4 * size));
                }
            });
        }
    }

    private static double slope(Program loss, Map<String, INDArray> feed, INDArray array, int i) {
        INDArray flat = array.reshape(-1);
        double before = flat.getDouble(i);
        flat.putScalar(i, before + STEP);
        double above = loss.run(feed).outputs().get("loss").getDouble(0);
        flat.putScalar(i, before - STEP);
        double below = loss.run(feed).outputs().get("loss").getDouble(0);
        flat.putScalar(i, before);
        return (above - below) / (2 * STEP);
    }

    @Test
    void batches_in_chunks_down_to_one_image_have_the_gradients_of_the_whole() {
        ImageDataset data = ImageDataset.of("noise", IMAGES, new int[] {0, 1, 2, 0, 1}, Pictures.CLASSES);
        var batch = new TrainingStep.Batch<>(data, new int[] {0, 1, 2, 3, 4}, new double[] {1, 1});
        Map<String, INDArray> whole = gradients(batch, TrainOptions.defaults());
        Map<String, INDArray> chunked = gradients(batch, TrainOptions.defaults().withChunkSize(2));
        assertThat(chunked.keySet()).isEqualTo(whole.keySet()).hasSize(10);
        whole.forEach((name, gradient) -> {
            double difference = gradient.distance2(chunked.get(name));
            assertThat(difference)
                    .as(name)
                    .isLessThanOrEqualTo(1e-5 * (1 + gradient.norm2Number().doubleValue()));
        });
    }

    private static Map<String, INDArray> gradients(TrainingStep.Batch<ImageDataset> batch, TrainOptions options) {
        var step = new TrainingStep<Image, ImageDataset>(model(), new CrossEntropy(), options);
        Map<String, INDArray> all = new HashMap<>();
        step.gradients(batch, new SplittableRandom(1))
                .gradients()
                .forEach((name, gradient) -> all.put(name, gradient.values().dup('c')));
        return all;
    }

    @Test
    void fresh_weights_have_the_variance_of_he_and_follow_the_seed() {
        ConvConfig config = ConvConfig.of(28, 28);
        Parameters weights = ConvEncoder.random(config, 1).parameters();
        assertThat(weights.count()).isEqualTo(9 * 16 + 16 + 9 * 16 * 32 + 32 + 49 * 32 * 128 + 128);
        assertThat(weights.get("dense.weight").stdNumber().doubleValue())
                .isCloseTo(Math.sqrt(2.0 / (49 * 32)), within(2e-4));
        assertThat(weights.get("conv2.weight").stdNumber().doubleValue())
                .isCloseTo(Math.sqrt(2.0 / (9 * 16)), within(4e-3));
        assertThat(weights.get("conv1.bias").sumNumber().doubleValue()).isZero();
        assertThat(ConvEncoder.random(config, 1).parameters().get("conv1.weight"))
                .isEqualTo(weights.get("conv1.weight"));
        assertThat(ConvEncoder.random(config, 2).parameters().get("conv1.weight"))
                .isNotEqualTo(weights.get("conv1.weight"));
    }

    @Test
    void every_parameter_has_its_layer() {
        ConvEncoder encoder = ConvEncoder.random(CONFIG, 1);
        assertThat(encoder.parameters().names().stream().map(encoder::layer)).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(encoder.layers()).isEqualTo(3);
    }

    @Test
    void a_loaded_model_embeds_as_the_saved_one_did(@TempDir Path parent) throws IOException {
        MatryoshkaModel<Image> saved = model();
        Path folder = parent.resolve("model");
        var database = saved.embed(IMAGES).withLabels(0, 1, 2, 0, 1);
        saved.save(folder, RunRecord.begin(), new EmbeddedTexts(List.of("a", "b", "c", "d", "e"), database));
        MatryoshkaModel<Image> loaded = MatryoshkaModel.load(folder, Image.class);
        assertThat(loaded.embed(IMAGES).values()).isEqualTo(database.values());
        assertThat(((ConvEncoder) loaded.encoder()).config()).isEqualTo(CONFIG);
        assertThat(loaded.config()).isEqualTo(saved.config());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\" : 10 | \"width\" : 14 | tensor dense.weight has shape [80, 6]",
                "\"width\" : 10 | \"width\" : 2 | width must be 4..4096, got 2",
                "\"width\" : 10 | \"width\" : \"x\" | width must be a whole number",
                "\"width\" : 10 | \"breadth\" : 10 | width must be a whole number",
                "{ | [ | is not valid JSON"
            })
    void a_changed_configuration_is_refused(String sound, String changed, String told, @TempDir Path parent)
            throws IOException {
        Path folder = parent.resolve("model");
        ModelFolder.write(folder, temporary -> {
            encoder(CONFIG, DataType.FLOAT).saveConfig(temporary);
            Path file = temporary.resolve(ConvEncoder.CONFIG_FILE);
            String text = Files.readString(file);
            assertThat(text).contains(sound);
            Files.writeString(file, text.replace(sound, changed));
        });
        assertThatThrownBy(() -> new ConvEncoderLoader()
                        .load(folder, encoder(CONFIG, DataType.FLOAT).parameters()))
                .isInstanceOfAny(ModelFormatException.class, IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    void images_of_another_size_are_refused() {
        assertThatThrownBy(() -> model().embed(Pictures.noise(2, 10, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("takes images of 9 × 10", "got one of 10 × 9", "scale it");
    }

    @Test
    void sizes_out_of_bounds_are_refused() {
        assertThatThrownBy(() -> ConvConfig.of(28, 3)).hasMessageContaining("width must be 4..4096, got 3");
        assertThatThrownBy(() -> ConvConfig.of(28, 28).withFilters(0, 32)).hasMessageContaining("first must be 1");
        assertThatThrownBy(() -> ConvConfig.of(28, 28).withDimension(5_000)).hasMessageContaining("dimension must");
        assertThatThrownBy(() -> ConvConfig.of(4_096, 4_096).withFilters(1, 4_096))
                .hasMessageContaining("too large");
    }
}
