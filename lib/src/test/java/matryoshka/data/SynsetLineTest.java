package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynsetLineTest {
    @Test
    void a_line_gives_key_file_lemmas_hypernym_and_gloss() {
        Synset synset = SynsetLine.parse("00000042 05 n 02 big_cat 0 panther 1 003 ~ 00000050 n 0000 @ 00000007 n 0000"
                + " @ 00000008 n 0000 | a large cat; \"the big cat roared\"  ");
        assertThat(synset)
                .isEqualTo(new Synset(
                        "n00000042",
                        "noun.animal",
                        List.of("big cat", "panther"),
                        "n00000007",
                        "a large cat",
                        List.of("the big cat roared")));
    }

    @Test
    void word_counts_are_hexadecimal_and_instances_have_no_hypernym() {
        String words = "w 0 ".repeat(10);
        Synset synset = SynsetLine.parse("00000001 15 n 0a " + words + "001 @i 00000007 n 0000 | a town  ");
        assertThat(synset.lemmas()).hasSize(10);
        assertThat(synset.hypernym()).isEmpty();
    }

    @Test
    void the_place_of_an_adjective_is_no_part_of_its_lemma() {
        assertThat(SynsetLine.parse("00000001 00 s 01 galore(ip) 0 000 | in abundance  ")
                        .lemma())
                .isEqualTo("galore");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "plain words|plain words",
                "one; \"an example\"; \"another\"|one",
                "one; two; \"said so\"- A. Writer; \"more\"|one; two",
                "one: \"an example\"|one",
                "one; as in e.g. \"this one\"|one",
                "one; \"first\" \"second\"|one",
                "in the phrase \"the call of duty\"|in the phrase \"the call of duty\"",
                "(of a thing) one;  two  |(of a thing) one; two",
            })
    void examples_are_stripped_and_definitions_kept(String gloss, String definition) {
        assertThat(SynsetLine.definition(gloss)).isEqualTo(definition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "plain words|",
                "one; \"an  example \"; \"another; with one\"|an example/another; with one",
                "one; two; \"said so\"- A. Writer; \"more\"--Bible; \"most\" - B|said so/more/most",
                "one; \"first\" \"second\"|first/second",
                "one: as in e.g. \"it's `this' one\"|it's `this' one",
                "in the phrase \"the call of duty\"; \"beyond the call\"|beyond the call",
                "one; \"\"|",
            })
    void examples_come_without_quotes_and_writers(String gloss, String examples) {
        assertThat(String.join("/", SynsetLine.examples(gloss))).isEqualTo(examples == null ? "" : examples);
    }
}
