package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.encoder.Parameters;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Something small to train {@link TinyBert} on: 48 random texts whose class is told by the first word. */
final class TinyTraining {
    static final NestingDims DIMS = NestingDims.of(4, 8, TinyBert.DIMENSION);
    private static final int TEXTS = 48;
    private static final int TRAIN = 32;

    private TinyTraining() {}

    static TextDataset dataset(long seed) {
        String[] texts = TinyBert.texts(TEXTS, seed).toArray(String[]::new);
        String[] labels = new String[TEXTS];
        Arrays.setAll(labels, i -> "class" + i % 3);
        Arrays.setAll(texts, i -> TinyBert.word(i % 3) + " " + texts[i]);
        Table table = Table.create(StringColumn.create("t", texts), StringColumn.create("l", labels));
        return TextDataset.of("tiny", table, "t", "l");
    }

    /** 32 texts to learn from, 16 to validate. */
    static Split<TextDataset> split(TextDataset data) {
        int[] rows = IntStream.range(0, TEXTS).toArray();
        return new Split<>(
                data.select(Arrays.copyOf(rows, TRAIN)),
                data.select(Arrays.copyOfRange(rows, TRAIN, TEXTS)),
                data.select());
    }

    static void assertSame(Parameters actual, Parameters expected) {
        expected.forEach(
                (name, array) -> assertThat(actual.get(name).dup().data().asFloat())
                        .as(name)
                        .isEqualTo(array.dup().data().asFloat()));
    }
}
