package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.ClassMeans;
import matryoshka.experiment.ResultRow;
import matryoshka.experiment.Results;
import org.junit.jupiter.api.Test;

class HeatMapsTest {
    private static final int EACH = 10; // queries a class

    /** Of every class so many queries are guessed right; the others are given to the next class. */
    private static ClassAccuracy guessed(int classes, IntUnaryOperator right) {
        int[] labels = new int[classes * EACH], guesses = new int[classes * EACH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / EACH;
            guesses[i] = i % EACH < right.applyAsInt(labels[i]) ? labels[i] : (labels[i] + 1) % classes;
        }
        return ClassAccuracy.of(labels, guesses, classes);
    }

    private static SortedMap<Integer, ClassAccuracy> three() {
        int[] small = {8, 2, 5}, full = {9, 10, 7};
        SortedMap<Integer, ClassAccuracy> byDim = new TreeMap<>();
        byDim.put(8, guessed(3, c -> small[c]));
        byDim.put(384, guessed(3, c -> full[c]));
        return byDim;
    }

    private static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }

    @Test
    void classes_are_sorted_by_what_they_gain_and_keep_their_accuracies() {
        HeatMap map = HeatMaps.classAccuracy(three(), List.of("a", "b", "c"), "title", "n = 30");
        assertThat(map.rows()).containsExactly("b", "c", "a");
        assertThat(map.columns(0)).containsExactly("8", "384");
        assertThat(map.value(0, 0, 0)).isEqualTo(20, within(1e-9));
        assertThat(map.value(0, 0, 1)).isEqualTo(100, within(1e-9));
        assertThat(map.value(0, 2, 0)).isEqualTo(80, within(1e-9));
        assertThat(map.subtitle()).isEqualTo("n = 30");
    }

    @Test
    void of_many_classes_those_that_change_most_are_shown_whichever_way_and_the_subtitle_says_so() {
        int[] changed = {3, 70, 141};
        IntUnaryOperator full = c -> c == 70 ? 1 : Arrays.binarySearch(changed, c) >= 0 ? 9 : 6;
        SortedMap<Integer, ClassAccuracy> byDim = new TreeMap<>();
        byDim.put(8, guessed(142, c -> 5));
        byDim.put(384, guessed(142, full));
        HeatMap map = HeatMaps.classAccuracy(byDim, names(142), "title", "n = 1420");
        assertThat(map.rows()).hasSize(26).startsWith("class 3", "class 141").endsWith("class 70");
        assertThat(map.subtitle()).isEqualTo("n = 1420 · the 26 of 142 classes that change most");
    }

    @Test
    void confusions_are_shares_of_the_true_class_beside_each_other() {
        HeatMap map = HeatMaps.confusion(three(), List.of("a", "b", "c"), "title", "n = 30");
        assertThat(map.rows()).containsExactly("a", "b", "c");
        assertThat(map.columns(1)).containsExactly("a", "b", "c");
        assertThat(map.value(0, 1, 1)).isEqualTo(20, within(1e-9));
        assertThat(map.value(0, 1, 2)).isEqualTo(80, within(1e-9));
        assertThat(map.value(1, 1, 2)).isZero();
        assertThat(map.value(1, 2, 0)).isEqualTo(30, within(1e-9));
    }

    @Test
    void of_many_classes_the_pairs_confused_most_are_shown_and_the_subtitle_says_so() {
        SortedMap<Integer, ClassAccuracy> byDim = new TreeMap<>();
        byDim.put(8, guessed(100, c -> c % 2 == 0 && c / 2 % 6 == 5 ? 4 : 10)); // 8 pairs
        byDim.put(64, guessed(100, c -> 9));
        HeatMap map = HeatMaps.confusion(byDim, names(100), "title", "n = 1000");
        assertThat(map.rows()).hasSize(16).contains("class 10", "class 11", "class 94", "class 95");
        assertThat(map.value(0, 0, 1)).isEqualTo(60, within(1e-9)); // a pair stays together
        assertThat(map.subtitle()).isEqualTo("n = 1000 · the 16 of 100 classes confused most at 8 dims");
    }

    private static ClassMeans means(float... thirdClass) {
        float[] axes = {1, 0, 0, 2, thirdClass[0], thirdClass[1]};
        return new ClassMeans(Embeddings.of(axes, 3, 2).withLabels(0, 1, 2));
    }

    @Test
    void cosines_of_classes_are_in_percent_and_a_field_a_dim() {
        SortedMap<Integer, ClassMeans> byDim = new TreeMap<>(Map.of(8, means(3, 4), 384, means(-1, 0)));
        HeatMap map = HeatMaps.classCosines(byDim, List.of("a", "b", "c"), "title", "n = 3");
        assertThat(map.rows()).containsExactly("a", "b", "c").isEqualTo(map.columns(0));
        assertThat(map.value(0, 2, 0)).isEqualTo(60, within(1e-5));
        assertThat(map.value(0, 2, 1)).isEqualTo(80, within(1e-5));
        assertThat(map.value(1, 0, 2)).isEqualTo(-100, within(1e-5));
        assertThat(map.scale()).isEqualTo(new ColorScale(-100, 100));
    }

    @Test
    void cosines_of_other_classes_at_another_dim_are_refused() {
        ClassMeans two = new ClassMeans(Embeddings.of(new float[] {1, 2}, 2, 1).withLabels(0, 2));
        SortedMap<Integer, ClassMeans> byDim = new TreeMap<>(Map.of(1, two, 2, means(1, 1)));
        assertThatThrownBy(() -> HeatMaps.classCosines(byDim, List.of("a", "b", "c"), "", ""))
                .hasMessageContaining("[0, 1, 2] at 2 dims")
                .hasMessageContaining("[0, 2] at the smallest");
    }

    @Test
    void layers_are_means_over_seeds_with_the_last_on_top() {
        List<ResultRow> rows = new ArrayList<>();
        for (String method : List.of("MRL", "plain"))
            for (int layer = 1; layer <= 6; layer++)
                for (int dim : new int[] {8, 16})
                    for (int seed = 0; seed < 2; seed++)
                        rows.add(new ResultRow(
                                "t", method, dim, seed, "1-NN, layer " + layer, layer / 10.0 + seed / 50.0, "r"));
        HeatMap map = HeatMaps.layers(new Results(rows), List.of("MRL", "plain"), "title", "2 seeds");
        assertThat(map.rows()).containsExactly("6", "5", "4", "3", "2", "1");
        assertThat(map.columns(1)).containsExactly("8", "16");
        assertThat(map.value(1, 0, 1)).isEqualTo(61, within(1e-9));
        assertThat(map.scale()).isEqualTo(new ColorScale(10, 70));
    }

    @Test
    void a_cell_has_the_colour_of_its_value_on_paper_too() {
        HeatMap map = HeatMaps.confusion(three(), List.of("a", "b", "c"), "title", "n = 30");
        assertThat(map.color(1, 1, 1)).isEqualTo(new Color(0, 30, 75)).isNotEqualTo(map.color(1, 1, 2));
        BufferedImage image = Charts.image(map);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int row = 0; row < 3; row++) {
            int wanted = map.color(0, row, row).getRGB();
            assertThat(Arrays.stream(pixels).filter(pixel -> pixel == wanted).count())
                    .as("pixels of cell %d", row)
                    .isGreaterThan(10_000);
        }
    }

    @Test
    void more_is_always_darker_and_texts_stand_out() {
        ColorScale scale = new ColorScale(0, 100);
        for (int value = 1; value <= 100; value++)
            assertThat(luminance(scale.at(value))).isLessThan(luminance(scale.at(value - 1)));
        for (int value = 0; value <= 100; value++)
            assertThat(Math.abs(luminance(scale.at(value)) - luminance(scale.textOn(value))))
                    .as("contrast at %d", value)
                    .isGreaterThan(90);
        assertThat(scale.at(-5)).isEqualTo(scale.at(0));
        assertThat(scale.at(Double.NaN)).isEqualTo(ColorScale.MISSING);
        assertThat(scale.ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    }

    private static double luminance(Color color) {
        return 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
    }

    @Test
    void a_class_without_queries_has_no_row_of_accuracies_and_a_grey_one_of_confusions() {
        SortedMap<Integer, ClassAccuracy> byDim = new TreeMap<>();
        for (int dim : new int[] {8, 16}) byDim.put(dim, ClassAccuracy.of(new int[] {0, 2}, new int[] {0, 1}, 3));
        List<String> names = List.of("a", "b", "c");
        assertThat(HeatMaps.classAccuracy(byDim, names, "", "").rows()).containsExactlyInAnyOrder("a", "c");
        assertThat(HeatMaps.confusion(byDim, names, "", "").color(0, 1, 0)).isEqualTo(ColorScale.MISSING);
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        SortedMap<Integer, ClassAccuracy> byDim = three();
        assertThatThrownBy(() -> HeatMaps.confusion(byDim, List.of("a", "b"), "", ""))
                .hasMessageContaining("2 names of 3 classes at 8 dims");
        assertThatThrownBy(() -> HeatMaps.classAccuracy(byDim.headMap(9), List.of("a", "b", "c"), "", ""))
                .hasMessageContaining("two dims or more");
        assertThatThrownBy(() -> HeatMaps.layers(new Results(List.of()), List.of("MRL"), "", ""))
                .hasMessageContaining("1-NN, layer 1");
    }
}
