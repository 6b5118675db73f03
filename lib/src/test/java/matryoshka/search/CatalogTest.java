package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final SearchResult FOUND =
            new SearchResult(List.of(new Neighbor(2, 0.5f), new Neighbor(0, 1)), SearchCost.of(3, 1));

    @Test
    void hits_carry_what_is_known_of_their_rows() {
        Catalog catalog = new Catalog(List.of("a", "b", "c"), List.of("one", "two", "three"), List.of("x", "y", "x"));
        assertThat(catalog.hits(FOUND))
                .containsExactly(new Hit(2, "c", "three", "x", 0.5f), new Hit(0, "a", "one", "x", 1));
    }

    @Test
    void what_is_unknown_is_empty_and_ids_are_row_numbers() {
        assertThat(Catalog.of(3).hits(FOUND))
                .containsExactly(new Hit(2, "2", "", "", 0.5f), new Hit(0, "0", "", "", 1));
        assertThat(Catalog.of(3).withTexts(List.of("p", "q", "")).hits(FOUND))
                .extracting(Hit::text)
                .containsExactly("", "p");
        assertThat(new Catalog(List.of(), List.of(), List.of("u", "v", "w")))
                .isEqualTo(Catalog.of(3).withLabels(List.of("u", "v", "w")));
    }

    @Test
    void equal_ids_are_refused_with_both_rows() {
        assertThatThrownBy(() -> Catalog.of(4).withIds(List.of("a", "b\"", "c", "b\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("rows 1 and 3", "\"b\"\"", "must differ");
    }

    @Test
    void ids_that_a_file_would_change_are_refused() {
        for (String id : List.of("a\r", "\ud83e"))
            assertThatThrownBy(() -> Catalog.of(2).withIds(List.of("b", id)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("row 1");
        assertThat(Catalog.of(2).withIds(List.of("", "a,\n\"\ud83e\ude86")).rows())
                .isEqualTo(2);
    }

    @Test
    void each_list_needs_one_entry_a_row() {
        assertThatThrownBy(() -> Catalog.of(3).withTexts(List.of("a", "b")))
                .hasMessageContainingAll("3 texts", "got 2");
        assertThatThrownBy(() -> Catalog.of(1).withTexts(List.of("a", "b")))
                .hasMessageContainingAll("1 texts", "got 2");
        assertThatThrownBy(() -> new Catalog(List.of("a"), List.of("b", "c"), List.of()))
                .hasMessageContainingAll("2 ids", "got 1");
        assertThatThrownBy(() -> new Catalog(List.of(), List.of("b", "c"), List.of("x")))
                .hasMessageContainingAll("2 labels", "got 1");
    }

    @Test
    void a_row_of_another_index_is_refused() {
        assertThatThrownBy(() -> Catalog.of(2).hits(FOUND)).hasMessageContainingAll("row 2", "ends at row 1");
    }
}
