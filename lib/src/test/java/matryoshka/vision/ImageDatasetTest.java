package matryoshka.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import matryoshka.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDatasetTest {
    private static final byte[] PIXELS = {0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6};

    @TempDir
    Path folder;

    private ImageDataset read(byte[] labels, List<String> classes) throws IOException {
        Path images = Files.write(folder.resolve("images.gz"), IdxFile.gzip(IdxFile.plain(PIXELS, 2, 2, 3)));
        Path ids = Files.write(folder.resolve("labels.gz"), IdxFile.gzip(IdxFile.plain(labels, labels.length)));
        return ImageDataset.read("toys", images, ids, classes);
    }

    @Test
    void two_files_make_images_with_labels() throws IOException {
        ImageDataset toys = read(new byte[] {1, 0}, List.of("a", "b"));
        assertThat(toys).hasToString("toys: 2 images of 2 × 3, 2 classes");
        assertThat(toys.example(0)).isEqualTo(Image.of(2, 3, new byte[] {0, 1, 2, 3, 4, 5}));
        assertThat(toys.example(1).pixel(1, 2)).isEqualTo(250);
        assertThat(toys.labels()).containsExactly(1, 0);
        assertThat(toys.sha256())
                .isEqualTo(ImageDataset.of(
                                "other name",
                                List.of(toys.example(0), toys.example(1)),
                                new int[] {1, 0},
                                List.of("a", "b"))
                        .sha256());
    }

    @Test
    void files_that_do_not_fit_each_other_are_refused() {
        assertThatThrownBy(() -> read(new byte[] {1, 0, 1}, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("labels.gz", "3 labels for 2 images", "images.gz", "both files of one set");
        assertThatThrownBy(() -> read(new byte[] {1, -1}, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("toys, image 1", "label 255", "classes 0..1");
        assertThatThrownBy(() -> ImageDataset.read("toys", folder.resolve("none.gz"), folder, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none.gz", "is no file");
    }

    @Test
    void the_fingerprint_tells_pixels_labels_and_order_apart() {
        ImageDataset all = Pictures.dataset(6);
        Set<String> seen = new HashSet<>(List.of(all.sha256()));
        assertThat(seen.add(all.select(1, 0, 2, 3, 4, 5).sha256())).isTrue();
        assertThat(seen.add(all.select(0, 1, 2, 3, 4).sha256())).isTrue();
        List<Image> images = IntStream.range(0, 6).mapToObj(all::example).toList();
        ImageDataset relabelled = ImageDataset.of("noise", images, new int[] {0, 1, 2, 0, 1, 1}, Pictures.CLASSES);
        assertThat(seen.add(relabelled.sha256())).isTrue();
        assertThat(all.select(0, 1, 2, 3, 4, 5).sha256()).isEqualTo(all.sha256());
    }

    @Test
    void a_sample_keeps_the_classes_in_proportion_and_the_places() {
        ImageDataset sample = Pictures.dataset(300).sample(60, 7);
        assertThat(sample.classCounts()).containsExactly(20, 20, 20);
        assertThat(sample.places()).doesNotHaveDuplicates().contains("image 1");
        assertThat(sample.sha256())
                .isEqualTo(Pictures.dataset(300).sample(60, 7).sha256());
        assertThat(sample.sha256())
                .isNotEqualTo(Pictures.dataset(300).sample(60, 8).sha256());
    }

    @Test
    void equal_images_stay_together_in_a_split() {
        List<Image> images = new ArrayList<>(Pictures.noise(100, 6, 5));
        images.addAll(Pictures.noise(100, 6, 5));
        int[] labels = IntStream.range(0, 200).map(i -> i % 100 % 2).toArray();
        ImageDataset all = ImageDataset.of("twins", images, labels, List.of("even", "odd"));
        Split<ImageDataset> split = all.split(0.6, 0.2, 3);
        assertThat(List.of(
                        split.train().size(),
                        split.validation().size(),
                        split.test().size()))
                .containsExactly(120, 40, 40);
        Set<Image> train = examples(split.train());
        assertThat(train).hasSize(60).doesNotContainAnyElementsOf(examples(split.test()));
        assertThat(examples(split.validation())).doesNotContainAnyElementsOf(examples(split.test()));
    }

    private static Set<Image> examples(ImageDataset part) {
        return new HashSet<>(
                IntStream.range(0, part.size()).mapToObj(part::example).toList());
    }

    @Test
    void a_class_of_one_image_cannot_be_split() {
        ImageDataset single = ImageDataset.of("noise", Pictures.noise(3, 4, 4), new int[] {0, 0, 1}, List.of("a", "b"));
        assertThatThrownBy(() -> single.split(0.5, 0.2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("noise, image 2", "\"b\"", "only this one example");
    }

    @Test
    void images_must_be_of_one_size_and_have_as_many_pixels_as_they_say() {
        assertThatThrownBy(() -> ImageDataset.of(
                        "mixed", List.of(Pictures.one(4, 4, 1), Pictures.one(4, 5, 1)), new int[2], List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("mixed, image 1", "4 × 5", "4 × 4", "bring all to one size");
        assertThatThrownBy(() -> Image.of(2, 2, new byte[5])).hasMessageContaining("got 5");
        assertThatThrownBy(() -> Image.of(0, 2, new byte[0])).hasMessageContaining("0 × 2");
        assertThatThrownBy(() -> Pictures.one(2, 2, 1).pixel(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
