package matryoshka.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Split;
import matryoshka.data.VectorDataset;
import matryoshka.encoder.VectorEncoder;
import matryoshka.engine.Engine;
import matryoshka.evaluate.Metric;
import org.junit.jupiter.api.Test;

class ClassificationStudyTest {
    private static final int D = 8, C = 3;
    private static final Split<VectorDataset> DATA = new Split<>(part(90, 1), part(30, 2), part(60, 3));

    private final Task<float[], VectorDataset> task = new Task<>(
            "vectors",
            "three clouds",
            NestingDims.of(2, 4, D),
            () -> DATA,
            seed -> new VectorEncoder(D),
            true,
            options -> options.withEpochs(4));
    private final ClassificationStudy<float[], VectorDataset> study = new ClassificationStudy<>(
            task,
            List.of(new Variant(
                    "MRL-boosted", config -> config.withRelativeImportance(2, 1, 1), UnaryOperator.identity())),
            List.of(new AdaptiveDims<>(), new BetweenDims<>()),
            Engine.defaults());

    private static VectorDataset part(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * D];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % C;
            for (int d = 0; d < D; d++)
                values[i * D + d] = (float) random.nextGaussian() + (d % C == labels[i] ? 2 : 0);
        }
        return new VectorDataset("clouds", Embeddings.of(values, rows, D).withLabels(labels), List.of("a", "b", "c"));
    }

    private List<Measurement> run(String method) throws IOException {
        return study.run(method, 5).orElseThrow().measurements();
    }

    private static Set<String> methods(List<Measurement> found) {
        return found.stream().map(Measurement::method).collect(Collectors.toSet());
    }

    private static Set<Integer> dims(List<Measurement> found, String method, String metric) {
        return found.stream()
                .filter(each -> each.method().equals(method) && each.metric().equals(metric))
                .map(Measurement::dim)
                .collect(Collectors.toSet());
    }

    @Test
    void every_task_has_the_methods_without_which_a_chart_is_not_honest() {
        assertThat(study.methods())
                .containsExactly("MRL", "plain", "MRL-E", "off-the-shelf", "FF-2", "FF-4", "MRL-boosted");
    }

    @Test
    void a_plain_model_is_measured_with_all_its_baselines_at_every_dim() throws IOException {
        List<Measurement> found = run("plain");
        assertThat(methods(found)).containsExactlyInAnyOrder("plain", "random", "PCA", "SVD");
        assertThat(dims(found, "PCA", Metric.PROBE)).containsExactlyInAnyOrder(2, 4, D);
        assertThat(dims(found, "plain", Metric.TOP1)).containsExactlyInAnyOrder(2, 4, D);
    }

    @Test
    void mrl_is_measured_between_its_dims_and_adaptively_up_to_each() throws IOException {
        List<Measurement> found = run("MRL");
        assertThat(dims(found, "MRL, untrained dims", Metric.ONE_NN)).containsExactlyInAnyOrder(3, 6);
        assertThat(dims(found, "MRL", Measurement.EXPECTED_DIMS)).containsExactlyInAnyOrder(4, D);
        assertThat(dims(run("MRL-boosted"), "MRL-boosted", Metric.TOP1)).containsExactlyInAnyOrder(2, 4, D);
    }

    @Test
    void a_fixed_feature_model_counts_at_its_own_dim_and_an_untrained_encoder_has_no_head() throws IOException {
        List<Measurement> fixed = run("FF-4"), untrained = run("off-the-shelf");
        assertThat(dims(fixed, "FF-4", Metric.TOP1)).containsExactly(4);
        assertThat(dims(untrained, "off-the-shelf", Metric.TOP1)).isEmpty();
        assertThat(dims(untrained, "off-the-shelf", Metric.PROBE)).containsExactlyInAnyOrder(2, 4, D);
    }

    @Test
    void the_same_seed_gives_the_same_numbers() throws IOException {
        assertThat(run("MRL")).isEqualTo(run("MRL"));
        assertThat(study.run("MRL", 6).orElseThrow().measurements()).isNotEqualTo(run("MRL"));
    }
}
