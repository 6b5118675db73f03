package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertConfigTest {
    private static final BertConfig TINY = new BertConfig(2, 12, 3, 20, 50, 16, 2, 1e-7, 0.25, 0);

    /** As published with a sentence encoder, with fields that do not matter here. */
    private static final String PUBLISHED = """
        {"_name_or_path": "x", "architectures": ["BertModel"], "attention_probs_dropout_prob": 0.1,
         "gradient_checkpointing": false, "hidden_act": "gelu", "hidden_dropout_prob": 0.2, "hidden_size": 384,
         "initializer_range": 0.02, "intermediate_size": 1536, "layer_norm_eps": 1e-12,
         "max_position_embeddings": 512, "model_type": "bert", "num_attention_heads": 12, "num_hidden_layers": 6,
         "pad_token_id": 0, "position_embedding_type": "absolute", "type_vocab_size": 2, "vocab_size": 30522}
        """;

    @TempDir
    Path folder;

    private BertConfig read(String json) throws IOException {
        return BertConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }

    @Test
    void a_published_config_is_read_field_by_field() throws IOException {
        assertThat(read(PUBLISHED)).isEqualTo(new BertConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-12, 0.2, 0.1));
    }

    @Test
    void what_is_written_is_read_back() throws IOException {
        TINY.write(folder.resolve("config.json"));
        assertThat(BertConfig.read(folder.resolve("config.json"))).isEqualTo(TINY);
    }

    @Test
    void rates_left_out_are_those_of_bert() throws IOException {
        String json = PUBLISHED
                .replaceAll("\"(hidden_dropout_prob|attention_probs_dropout_prob)\": 0..,", "")
                .replace("\"layer_norm_eps\": 1e-12,", "");
        assertThat(read(json)).isEqualTo(new BertConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-12, 0.1, 0.1));
    }

    @Test
    void a_config_older_than_model_types_is_a_bert() throws IOException {
        assertThat(read(PUBLISHED.replace("\"model_type\": \"bert\",", "")).layers())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model_type\": \"bert\" | \"model_type\": \"roberta\" | model_type must be \"bert\", got \"roberta\"",
                "\"hidden_act\": \"gelu\" | \"hidden_act\": \"gelu_new\" | hidden_act must be \"gelu\"",
                "\"absolute\" | \"relative_key\" | position_embedding_type",
                "\"hidden_act\": \"gelu\", | \"other\": 1, | got nothing",
                "\"hidden_size\": 384 | \"hidden_size\": \"384\" | hidden_size must be a whole number",
                "\"vocab_size\": 30522 | \"vocab_size\": 99999999999 | vocab_size must be a whole number",
                "\"hidden_size\": 384 | \"hidden_size\": 380 | multiple of heads, got 380 and 12",
                "\"num_hidden_layers\": 6 | \"num_hidden_layers\": 0 | layers must be 1..1000, got 0",
                "\"hidden_dropout_prob\": 0.2 | \"hidden_dropout_prob\": 1 | hiddenDropout must be in [0, 1), got 1.0",
                "\"layer_norm_eps\": 1e-12 | \"layer_norm_eps\": -1 | layerNormEps must be in (0, 1)",
                "{ | {{ | not valid JSON"
            })
    void another_kind_of_model_or_value_is_refused(String good, String bad, String expected) {
        assertThatThrownBy(() -> read(PUBLISHED.replaceFirst(Pattern.quote(good), bad)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("config.json", expected);
    }

    @Test
    void a_missing_config_is_named() {
        assertThatThrownBy(() -> BertConfig.read(folder.resolve("config.json")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("config.json: no such file");
    }

    @Test
    void the_number_of_layers_alone_can_be_changed() {
        assertThat(TINY.withLayers(1)).isEqualTo(new BertConfig(1, 12, 3, 20, 50, 16, 2, 1e-7, 0.25, 0));
        assertThatThrownBy(() -> TINY.withLayers(0)).hasMessageContaining("layers must be 1..1000, got 0");
    }

    @Test
    void dropout_alone_can_be_changed() {
        assertThat(TINY.withDropout(0, 0.5)).isEqualTo(new BertConfig(2, 12, 3, 20, 50, 16, 2, 1e-7, 0, 0.5));
        assertThat(TINY.headSize()).isEqualTo(4);
        assertThatThrownBy(() -> TINY.withDropout(Double.NaN, 0)).hasMessageContaining("NaN");
    }
}
