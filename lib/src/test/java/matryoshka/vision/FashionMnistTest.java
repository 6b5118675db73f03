package matryoshka.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import matryoshka.NestingDims;
import matryoshka.data.Split;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    private static FashionMnist fashion;

    @BeforeAll
    static void fetch() {
        fashion = FashionMnist.fetch();
    }

    @Test
    void both_parts_have_as_many_images_of_every_class() {
        assertThat(fashion.train()).hasToString("fashion-mnist: 60000 images of 28 × 28, 10 classes");
        assertThat(fashion.train().classCounts()).containsOnly(6_000);
        assertThat(fashion.test().classCounts()).containsOnly(1_000);
        assertThat(fashion.train().sha256())
                .isEqualTo("205be1936aef7a9298ca62ba8629a1d4d8abebe649a5c4780f02fe0e4f503116");
        assertThat(fashion.test().sha256())
                .isEqualTo("1186bb4ea8c1079d031dc5326377a55f62cf8ff51fba8d7a7fdf114e95769682");
    }

    @Test
    void a_split_draws_from_the_training_images_and_tests_on_all_test_images() {
        Split<ImageDataset> split = fashion.split(1_000, 500, 7);
        assertThat(split.train().classCounts()).containsOnly(100);
        assertThat(split.validation().classCounts()).containsOnly(50);
        assertThat(split.test()).isSameAs(fashion.test());
        assertThat(new HashSet<>(split.train().places()))
                .hasSize(1_000)
                .doesNotContainAnyElementsOf(split.validation().places());
        assertThatThrownBy(() -> fashion.split(59_000, 2_000, 7)).hasMessageContaining("at most 60000 together");
    }

    @Test
    void a_folder_without_the_files_or_with_damaged_ones_says_how_to_fetch_them(@TempDir Path folder)
            throws IOException {
        assertThatThrownBy(() -> FashionMnist.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "train-images-idx3-ubyte.gz", "run environment/matryoshka datasets fetch fashion-mnist");
        Files.writeString(folder.resolve("train-images-idx3-ubyte.gz"), "damaged");
        assertThatThrownBy(() -> FashionMnist.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("train-images-idx3-ubyte.gz has SHA-256", "fetch fashion-mnist again");
    }

    @Test
    void a_matryoshka_model_learns_from_1000_images_and_more_dims_tell_more() {
        Split<ImageDataset> split = fashion.split(1_000, 200, 1);
        NestingDims dims = NestingDims.of(2, 8, 32, 128);
        MatryoshkaModel<Image> model = MatryoshkaModel.create(
                ConvEncoder.random(ConvConfig.of(28, 28), 1), MatryoshkaConfig.of(dims, FashionMnist.CLASSES));
        new Trainer(TrainOptions.defaults().withEpochs(5).withRates(4e-3, 0.3)).fit(model, split);
        DimensionReport report = DimensionEvaluator.evaluate(
                "MRL",
                model.heads(),
                model.embed(split.train()),
                model.embed(fashion.test().sample(2_000, 1)),
                dims);
        double[] top1 =
                report.scores().stream().mapToDouble(score -> score.top1()).toArray();
        double[] oneNn =
                report.scores().stream().mapToDouble(score -> score.oneNn()).toArray();
        assertThat(Arrays.stream(top1).skip(1)).allMatch(accuracy -> accuracy > 0.7);
        assertThat(Arrays.stream(oneNn).skip(1)).allMatch(accuracy -> accuracy > 0.65);
        assertThat(top1[0]).isBetween(0.3, top1[3]);
        assertThat(oneNn[0]).isBetween(0.3, oneNn[3]);
    }
}
