package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatasetsTest {
    @Test
    void reviews_are_28_distinct_texts_in_each_of_four_classes() {
        TextDataset reviews = Datasets.reviews();
        assertThat(reviews.classes()).containsExactly("awful", "bad", "good", "great");
        assertThat(reviews.classCounts()).containsExactly(28, 28, 28, 28);
        assertThat(reviews.texts().stream().map(StratifiedSplit::key).distinct())
                .hasSize(112);
        assertThat(reviews.texts()).allMatch(text -> text.split(" ").length >= 8 && text.split(" ").length <= 30);
    }

    @Test
    void the_fingerprint_of_the_reviews_is_that_in_the_datasets_readme() {
        assertThat(Datasets.reviews().sha256())
                .isEqualTo("5c28a802ab86f82bef631553d967b6efa2ee55bb883b87253d7a2d2277f7b2e5");
    }

    @Test
    void a_set_is_found_by_its_name() {
        assertThat(Datasets.byName("reviews").sha256())
                .isEqualTo(Datasets.reviews().sha256());
        assertThat(Datasets.named())
                .extracting(NamedDataset::name)
                .containsExactly("wordnet-supersenses", "wordnet-hypernyms", "reviews", "trec-coarse", "trec-fine");
        assertThat(Datasets.named())
                .allMatch(set ->
                        !set.description().contains("\n") && !set.licence().isBlank());
    }

    @Test
    void an_unknown_name_is_refused_with_the_nearest() {
        assertThatThrownBy(() -> Datasets.byName("trec-corse"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"trec-corse\"", "did you mean \"trec-coarse\"?", "\"reviews\"");
    }

    @Test
    void an_unknown_set_to_fetch_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> Datasets.fetch("reviews"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"reviews\"", "\"trec\", \"sts-b\"");
    }

    @Test
    void the_cache_is_the_property_then_the_variable_then_the_home() {
        Path home = Path.of("home");
        assertThat(DataCache.first(home, "property", "variable")).isEqualTo(Path.of("property"));
        assertThat(DataCache.first(home, null, "variable")).isEqualTo(Path.of("variable"));
        assertThat(DataCache.first(home, " ", null)).isEqualTo(home);
    }
}
