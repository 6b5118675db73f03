package matryoshka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link ArrowFile} writes, as Arrow's own reader sees it. */
class ArrowFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1", "7, 5", "4096, 2", "4097, 3", "9000, 16"})
    void reading_gives_back_every_bit_written(int rows, int dimension) throws IOException {
        Embeddings written = random(rows, dimension);
        if (rows == 7) written.values()[3] = Float.NEGATIVE_INFINITY;
        ArrowFile.write(file(), written);

        ArrowContent read = read();

        assertThat(read.columns()).containsExactly("embedding: FixedSizeList(" + dimension + ") not null");
        assertThat(read.values()).isEqualTo(boxed(written.values()));
        assertThat(read.batches()).hasSize(Math.ceilDiv(rows, ArrowFile.BATCH_ROWS));
        assertThat(read.batches()).allMatch(batch -> batch <= ArrowFile.BATCH_ROWS);
    }

    @Test
    void texts_and_class_names_stand_beside_their_embeddings() throws IOException {
        int rows = ArrowFile.BATCH_ROWS + 1;
        List<String> texts = IntStream.range(0, rows)
                .mapToObj(i -> "матрёшка \uD83E\uDE86 ".repeat(i % 9) + i) // the first of them has no letter
                .toList();
        int[] labels = IntStream.range(0, rows).map(i -> i * i % 3).toArray();
        Embeddings embeddings = random(rows, 2).withLabels(labels);
        List<String> classes = List.of("nesting", "", "doll");

        ArrowFile.write(file(), new EmbeddedTexts(texts, embeddings), classes);

        ArrowContent read = read();
        assertThat(read.columns())
                .containsExactly("text: Utf8 not null", "label: Utf8 not null", "embedding: FixedSizeList(2) not null");
        assertThat(read.texts()).isEqualTo(texts);
        assertThat(read.labels())
                .isEqualTo(IntStream.of(labels).mapToObj(classes::get).toList());
        assertThat(read.values()).isEqualTo(boxed(embeddings.values()));
    }

    @Test
    void without_classes_there_is_no_column_of_labels() throws IOException {
        EmbeddedTexts texts = new EmbeddedTexts(List.of("", "b"), random(2, 4).withLabels(0, 1));

        ArrowFile.write(file(), texts, List.of());

        assertThat(read().columns()).containsExactly("text: Utf8 not null", "embedding: FixedSizeList(4) not null");
        assertThat(read().texts()).containsExactly("", "b");
    }

    @Test
    void what_must_be_known_to_use_them_goes_along() throws IOException {
        Embeddings raw = random(2, 4);
        ArrowFile.write(file(), raw);
        assertThat(read().metadata()).isEqualTo(Map.of("dim", "4", "normalized", "false"));

        ArrowFile.write(
                file(), raw.withTrainedDims(NestingDims.of(1, 2, 4)).truncate(2).normalize());
        assertThat(read().metadata()).isEqualTo(Map.of("dim", "2", "normalized", "true", "trained_dims", "1,2,4"));
    }

    @Test
    void equal_embeddings_make_equal_files_and_leave_nothing_beside_them() throws IOException {
        EmbeddedTexts texts =
                new EmbeddedTexts(List.of("a", "bc", "def"), random(3, 5).withLabels(1, 0, 1));
        ArrowFile.write(file(), random(9000, 7));
        ArrowFile.write(file(), texts, List.of("x", "y"));
        byte[] first = Files.readAllBytes(file());

        ArrowFile.write(file(), texts, List.of("x", "y"));

        assertThat(Files.readAllBytes(file())).isEqualTo(first);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void labels_without_names_are_refused_before_anything_is_written() {
        EmbeddedTexts unlabelled = new EmbeddedTexts(List.of("a", "b"), random(2, 1));
        assertThatThrownBy(() -> ArrowFile.write(file(), unlabelled, List.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withLabels");
        EmbeddedTexts beyond =
                new EmbeddedTexts(List.of("a", "b"), unlabelled.embeddings().withLabels(0, 2));
        assertThatThrownBy(() -> ArrowFile.write(file(), beyond, List.of("x", "y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("row 1", "label 2", "0..1");
        assertThat(folder).isEmptyDirectory();
    }

    /** Writes to the path given. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            ArrowFile.write(Path.of(args[0]), random(1, 1));
        }
    }

    @Test
    void a_jvm_without_the_flag_is_told_of_it() throws Exception {
        Process java = JavaProcess.of(List.of(), Writer.class, file().toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(java.getInputStream().readAllBytes(), UTF_8))
                .contains("IllegalStateException", "start Java with --add-opens=java.base/java.nio=ALL-UNNAMED");
        assertThat(java.waitFor()).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    private ArrowContent read() throws IOException {
        return ArrowContent.read(file());
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) boxed.add(value);
        return boxed;
    }

    private Path file() {
        return folder.resolve("embeddings.arrow");
    }

    private static Embeddings random(int rows, int dimension) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }
}
