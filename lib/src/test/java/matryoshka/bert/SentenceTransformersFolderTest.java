package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import matryoshka.NestingDims;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SentenceTransformersFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NestingDims DIMS = NestingDims.of(4, 8, TinyBert.DIMENSION);
    private static final List<String> TEXTS = TinyBert.texts(12, 5);

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void make_the_folder() throws IOException {
        folder = Files.createDirectory(parent.resolve("exported"));
    }

    private JsonNode json(String name) throws IOException {
        return JSON.readTree(folder.resolve(name).toFile());
    }

    private static void assertSame(Parameters found, Parameters expected) {
        assertThat(found.names()).containsExactlyElementsOf(expected.names());
        expected.forEach((name, array) -> assertThat(found.get(name).data().asFloat())
                .as(name)
                .isEqualTo(array.data().asFloat()));
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void it_is_read_back_as_the_encoder_that_was_written(Pooling pooling) throws IOException {
        BertEncoder encoder = TinyBert.encoder(3, pooling);
        encoder.export(folder, DIMS);
        BertEncoder read = BertEncoder.fromFolder(folder);
        assertThat(read.config()).isEqualTo(encoder.config());
        assertThat(read.pooling()).isEqualTo(pooling);
        assertThat(read.tokenizer().encode(TEXTS))
                .containsExactlyElementsOf(encoder.tokenizer().encode(TEXTS));
        assertSame(read.parameters(), encoder.parameters());
    }

    @Test
    void an_unused_pooler_is_the_identity_so_that_no_other_tool_draws_one() throws IOException {
        TinyBert.encoder(3).export(folder, DIMS);
        BertWeights weights = new HuggingFaceFolder(folder).load(Pooling.POOLER);
        assertThat(weights.parameters().get("pooler.dense.weight")).isEqualTo(Nd4j.eye(TinyBert.DIMENSION));
        assertThat(weights.parameters().get("pooler.dense.bias")).isEqualTo(Nd4j.zeros(TinyBert.DIMENSION));
    }

    @Test
    void the_modules_are_those_of_the_pooling() throws IOException {
        TinyBert.encoder(3, Pooling.POOLER).withMaxLength(9).export(folder, DIMS);
        assertThat(json("modules.json").findValuesAsText("path")).containsExactly("", "1_Pooling", "2_Dense");
        assertThat(json("1_Pooling/config.json").path("pooling_mode_cls_token").asBoolean())
                .isTrue();
        assertThat(json("2_Dense/config.json").path("activation_function").asText())
                .endsWith(".Tanh");
        assertThat(json("sentence_bert_config.json").path("max_seq_length").asInt())
                .isEqualTo(9);
        assertThat(BertEncoder.fromFolder(folder).tokenizer().maxLength()).isEqualTo(9);
        Files.delete(folder.resolve("2_Dense/model.safetensors"));
        Files.delete(folder.resolve("2_Dense/config.json"));
        Files.delete(folder.resolve("2_Dense"));
        assertThat(BertEncoder.fromFolder(folder).pooling()).isEqualTo(Pooling.CLS);
    }

    @Test
    void a_layer_that_is_not_the_pooler_is_refused() throws IOException {
        TinyBert.encoder(3, Pooling.POOLER).export(folder, DIMS);
        Path dense = folder.resolve("2_Dense/model.safetensors");
        Map<String, INDArray> other = Map.of("linear.weight", Nd4j.eye(16), "linear.bias", Nd4j.zeros(16));
        Safetensors.write(dense, Parameters.of(other), Map.of());
        assertThatThrownBy(() -> BertEncoder.fromFolder(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("2_Dense", "not BERT's own pooler", "fromFolder(folder, Pooling.MEAN)");
        assertThat(BertEncoder.fromFolder(folder, Pooling.CLS).pooling()).isEqualTo(Pooling.CLS);
    }

    @Test
    void a_layer_above_the_mean_is_refused() throws IOException {
        TinyBert.encoder(3, Pooling.POOLER).export(folder, DIMS);
        PoolingFile.write(folder, TinyBert.DIMENSION, Pooling.MEAN);
        assertThatThrownBy(() -> BertEncoder.fromFolder(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("1_Pooling", "a layer above mean pooling");
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void the_same_encoder_makes_the_same_files(Pooling pooling) throws IOException {
        Path again = Files.createDirectory(parent.resolve("again"));
        TinyBert.encoder(3, pooling).export(folder, DIMS);
        TinyBert.encoder(3, pooling).export(again, DIMS);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertThat(again.resolve(folder.relativize(file))).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void the_tokenizer_neither_cuts_nor_pads_by_itself_and_its_words_are_listed_by_id() throws IOException {
        new TokenizerFiles(Pretrained.MINILM_L6.tokenizer().withMaxLength(77)).write(folder);
        assertThat(json("tokenizer.json").path("truncation").isNull()).isTrue();
        assertThat(json("tokenizer.json").path("padding").isNull()).isTrue();
        List<String> words = Files.readAllLines(folder.resolve("vocab.txt"));
        assertThat(words).hasSize(30_522).startsWith("[PAD]").endsWith("##～");
        assertThat(words.get(101)).isEqualTo("[CLS]");
        JsonNode config = json("tokenizer_config.json");
        assertThat(config.path("model_max_length").asInt()).isEqualTo(77);
        assertThat(config.path("tokenizer_class").asText()).isEqualTo("BertTokenizer");
        assertThat(config.path("do_lower_case").asBoolean()).isTrue();
        assertThat(json("special_tokens_map.json").path("pad_token").asText()).isEqualTo("[PAD]");
    }

    @Test
    void vocab_txt_alone_makes_the_same_tokenizer() throws IOException {
        BertTokenizer tokenizer = Pretrained.MINILM_L6.tokenizer();
        new TokenizerFiles(tokenizer).write(folder);
        Files.delete(folder.resolve("tokenizer.json"));
        for (String text : List.of("Naïve CAFÉ, 日本 😀!", "[MASK] of unbelievable", ""))
            assertThat(BertTokenizer.fromFolder(folder).encode(text)).isEqualTo(tokenizer.encode(text));
    }

    @Test
    void an_id_without_a_word_is_an_empty_line_and_a_normalizer_of_ones_own_is_left_to_tokenizer_json()
            throws IOException {
        String json = """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100,
                           "vocab": {"word": 4, "[UNK]": 0, "[CLS]": 1, "[SEP]": 2}}}
                """;
        new TokenizerFiles(BertTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "own")).write(folder);
        assertThat(Files.readAllLines(folder.resolve("vocab.txt")))
                .containsExactly("[UNK]", "[CLS]", "[SEP]", "", "word");
        JsonNode config = json("tokenizer_config.json");
        assertThat(config.path("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
        assertThat(config.has("do_lower_case")).isFalse();
        assertThat(config.has("pad_token")).isFalse();
    }
}
