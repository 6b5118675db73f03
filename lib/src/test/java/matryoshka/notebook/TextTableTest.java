package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TextTableTest {
    @Test
    void numbers_stand_right_and_texts_left_under_their_names() {
        Table table = Table.create(
                "scores",
                StringColumn.create("method", "MRL", "truncated"),
                IntColumn.create("dim", 8, 384),
                DoubleColumn.create("top1", 0.5, 0.91239));
        assertThat(TextTable.of(table)).isEqualTo("""
                method     dim    top1
                ─────────  ───  ──────
                MRL          8  0.5000
                truncated  384  0.9124
                """);
    }

    @Test
    void decimals_follow_the_size_of_the_column() {
        Table table = Table.create(
                DoubleColumn.create("whole", 1, 20),
                DoubleColumn.create("percent", 93.4567, 5),
                DoubleColumn.create("speed", 12345.678, 1),
                DoubleColumn.create("tiny", 0.00001234, 0));
        assertThat(TextTable.of(table).lines().skip(2))
                .containsExactly("    1    93.46  12345.7  1.23e-05", "   20     5.00      1.0  0.00e+00");
    }

    @Test
    void missing_values_are_empty_and_line_breaks_become_spaces() {
        IntColumn numbers = IntColumn.create("n", 1, 2);
        numbers.setMissing(1);
        Table table = Table.create(numbers, StringColumn.create("text", "a\nb\tc", "d"));
        assertThat(TextTable.of(table).lines().skip(2)).containsExactly("1  a b c", "   d");
    }

    @Test
    void rows_beyond_the_limit_are_counted() {
        Table table = Table.create(IntColumn.indexColumn("n", 1234, 0));
        assertThat(TextTable.of(table, 80, 3)).endsWith("2\n… 1,231 more rows\n");
        assertThat(TextTable.of(table.first(4), 80, 3)).endsWith("… 1 more row\n");
    }

    @Test
    void long_texts_are_cut_with_an_ellipsis_and_numbers_never() {
        Table table = Table.create(
                StringColumn.create("text", "a very long sentence that does not fit", "short"),
                IntColumn.create("number", 1_234_567_890, 1));
        assertThat(TextTable.of(table, 30, 5).lines().skip(2))
                .containsExactly("a very long sente…  1234567890", "short                        1");
    }

    @Test
    void a_limit_below_one_row_is_refused() {
        assertThatThrownBy(() -> TextTable.of(Table.create(IntColumn.create("n", new int[] {1})), 80, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
    }

    @Property(tries = 200, seed = "7")
    void every_line_fits_whatever_the_texts(
            @ForAll @Size(min = 1, max = 5) List<@StringLength(max = 60) String> texts,
            @ForAll @IntRange(min = 20, max = 100) int width) {
        Table table = Table.create(StringColumn.create("left", texts), StringColumn.create("right", texts));
        assertThat(TextTable.of(table, width, 10).lines())
                .hasSize(2 + texts.size())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(width));
    }
}
