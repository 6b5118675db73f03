package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import matryoshka.NestingDims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ModelCardTest {
    @Test
    void facts_stand_in_front_then_the_text_in_its_order() {
        Table table = Table.create("t", IntColumn.create("dim", 8, 16), StringColumn.create("top1", "0.5", "0.75"));
        String markdown = ModelCard.titled("A model")
                .withFact("license", "mit")
                .withFact("tags", "a", "b")
                .withSection("Use", "Like this.\n")
                .withAccuracy("Of 4 texts.", table)
                .markdown();
        assertThat(markdown).isEqualTo("""
                ---
                license: "mit"
                tags:
                - "a"
                - "b"
                ---

                # A model

                ## Use

                Like this.

                ## Accuracy

                Of 4 texts.

                | dim | top1 |
                | ---: | ---: |
                | 8 | 0.5 |
                | 16 | 0.75 |
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\n- c", "\"quoted\" \\", "null", "#", "ünï"})
    void a_fact_may_be_any_text(String value) throws Exception {
        String line = ModelCard.titled("t")
                .withFact("base_model", value)
                .markdown()
                .lines()
                .toList()
                .get(1);
        assertThat(line).startsWith("base_model: ");
        assertThat(new ObjectMapper().readValue(line.substring("base_model: ".length()), String.class))
                .isEqualTo(value);
    }

    @Test
    void a_fact_has_a_plain_name() {
        assertThatThrownBy(() -> ModelCard.titled("t").withFact("a: b", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a: b\"");
    }

    @Test
    void a_card_may_say_that_nothing_was_measured() {
        assertThat(ModelCard.titled("t").withoutAccuracy().text()).contains("## Accuracy\n\nNot measured");
    }

    @Test
    void an_encoder_without_a_form_for_others_says_so() {
        assertThatThrownBy(() -> new VectorEncoder(3).export(Path.of("none"), NestingDims.of(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("\"vectors\"", "no form that other tools read", ".npy");
    }
}
