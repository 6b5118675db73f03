package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TextDatasetTest {
    private final TextDataset data = Texts.dataset(List.of("one", "two", "three"), List.of("b", " a", "b "));

    @Test
    void classes_are_sorted_and_labels_stripped() {
        assertThat(data.classes()).containsExactly("a", "b");
        assertThat(data.labels()).containsExactly(1, 0, 1);
        assertThat(data.classCounts()).containsExactly(1, 2);
    }

    @Test
    void the_order_of_rows_does_not_change_the_classes() {
        assertThat(data.select(1, 2, 0).classes()).isEqualTo(data.classes());
        assertThat(data.select(2, 1).texts()).containsExactly("three", "two");
        assertThat(data.select(2, 1).row(0)).isEqualTo(4);
    }

    @Test
    void the_table_has_the_columns_text_and_label() {
        assertThat(data.table().columnNames()).containsExactly("text", "label");
        assertThat(data.table().stringColumn("label").asList()).containsExactly("b", "a", "b");
    }

    @Test
    void labels_may_be_numbers() {
        Table table = Table.create(StringColumn.create("t", "one", "two"), IntColumn.create("stars", 4321, -1));
        assertThat(TextDataset.of("stars", table, "t", "stars").classes()).containsExactly("-1", "4321");
    }

    @Test
    void the_checksum_sees_texts_labels_order_and_borders() {
        List<TextDataset> different = List.of(
                data,
                data.select(0, 2, 1),
                data.select(0, 1),
                Texts.dataset(List.of("one", "two", "three"), List.of("b", "b", "b")),
                Texts.dataset(List.of("oneb", "two", "three"), List.of("b", "a", "b")),
                Texts.dataset(List.of("one", "two", "thre"), List.of("b", "a", "eb")));
        assertThat(different.stream().map(TextDataset::sha256).distinct()).hasSameSizeAs(different);
        assertThat(data.sha256()).hasSize(64).isEqualTo(data.select(0, 1, 2).sha256());
    }

    @Test
    void withClasses_numbers_labels_by_the_given_list() {
        TextDataset mapped = data.withClasses(List.of("z", "b", "y", "a"));
        assertThat(mapped.labels()).containsExactly(1, 3, 1);
        assertThat(mapped.classes()).containsExactly("z", "b", "y", "a");
        assertThat(mapped.sha256()).isEqualTo(data.sha256());
    }

    @Test
    void withClasses_refuses_an_unknown_label_with_file_row_and_remedy() {
        assertThatThrownBy(() -> Texts.dataset(List.of("one", "two"), List.of("bad", "goood"))
                        .withClasses(List.of("bad", "good")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "test.csv", "row 3", "\"goood\"", "2 classes", "did you mean \"good\"?", "remove the row");
    }

    @Test
    void an_empty_text_or_label_is_refused_with_its_row() {
        assertThatThrownBy(() -> Texts.dataset(List.of("one", " "), List.of("a", "b")))
                .hasMessageContainingAll("test.csv", "row 3", "\"t\" is empty", "fill it in");
        assertThatThrownBy(() -> Texts.dataset(List.of("one", "two"), List.of("", "b")))
                .hasMessageContainingAll("test.csv", "row 2", "\"l\" is empty");
    }

    @Test
    void a_missing_column_is_refused_with_those_there_are_and_the_nearest() {
        Table table = Texts.table(List.of("one"), List.of("a")).copy();
        table.column("t").setName("sentence");
        assertThatThrownBy(() -> TextDataset.of("test.csv", table, "Sentense", "l"))
                .hasMessageContainingAll("no column \"Sentense\"", "\"sentence\", \"l\"", "did you mean \"sentence\"?");
    }

    @Test
    void a_table_without_rows_is_refused() {
        assertThatThrownBy(() -> Texts.dataset(List.of(), List.of())).hasMessageContaining("no rows");
    }
}
