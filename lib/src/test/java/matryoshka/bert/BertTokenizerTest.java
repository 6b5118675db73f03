package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertTokenizerTest {
    private static final int CLS = 101;
    private static final int SEP = 102;

    private static BertTokenizer tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = Pretrained.MINILM_L6.tokenizer();
    }

    /** Text → ids as the transformers library made them: accents, CJK, emoji, over-long, empty. */
    private static Map<String, int[]> golden() throws IOException {
        var golden = new LinkedHashMap<String, int[]>();
        try (var in = BertTokenizerTest.class.getResourceAsStream("minilm-activations.json")) {
            for (JsonNode sentence : new ObjectMapper().readTree(in).get("sentences"))
                golden.put(
                        sentence.get("text").textValue(),
                        sentence.get("ids")
                                .valueStream()
                                .mapToInt(JsonNode::intValue)
                                .toArray());
        }
        return golden;
    }

    @Test
    void tokens_are_the_word_pieces_behind_the_ids() {
        String text = "A Matryoshka doll";
        assertThat(tokenizer.tokens(text))
                .hasSameSizeAs(tokenizer.encode(text))
                .containsExactly("[CLS]", "a", "mat", "##ry", "##osh", "##ka", "doll", "[SEP]");
    }

    @Test
    void ids_are_those_of_the_reference_one_by_one_and_in_a_batch() throws IOException {
        Map<String, int[]> golden = golden();
        assertThat(golden).hasSizeGreaterThanOrEqualTo(7);
        List<int[]> batch = tokenizer.encode(new ArrayList<>(golden.keySet()));

        int i = 0;
        for (Map.Entry<String, int[]> sentence : golden.entrySet()) {
            assertThat(tokenizer.encode(sentence.getKey()))
                    .as(sentence.getKey())
                    .isEqualTo(sentence.getValue());
            assertThat(batch.get(i++)).as(sentence.getKey()).isEqualTo(sentence.getValue());
        }
    }

    @Test
    void an_empty_text_is_cls_and_sep() {
        assertThat(tokenizer.encode("")).containsExactly(CLS, SEP);
        assertThat(tokenizer.encode(" \t\n\0")).containsExactly(CLS, SEP);
        assertThat(tokenizer.encode(List.of())).isEmpty();
    }

    @Test
    void half_a_surrogate_pair_does_no_harm() {
        assertThat(tokenizer.encode("a \ud83d b")).startsWith(CLS).endsWith(SEP);
    }

    @Test
    void texts_are_cut_to_the_length_asked_for_and_stay_closed_by_sep() {
        String text = "over long text ".repeat(400); // 1200 tokens
        int[] whole = tokenizer.withMaxLength(512).encode(text);
        for (int length : new int[] {3, 64, 128, 512}) {
            int[] ids = tokenizer.withMaxLength(length).encode(text);
            assertThat(ids).hasSize(length).endsWith(SEP);
            assertThat(Arrays.copyOf(ids, length - 1)).isEqualTo(Arrays.copyOf(whole, length - 1));
        }
        assertThat(tokenizer.maxLength()).isEqualTo(128);
    }

    @Test
    void lengths_that_bert_has_no_positions_for_are_refused() {
        for (int length : new int[] {-1, 2, 513})
            assertThatThrownBy(() -> tokenizer.withMaxLength(length))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("3..512", "got " + length);
    }

    @Test
    void the_saved_json_makes_the_same_tokenizer() throws IOException {
        Path file = Files.write(folder.resolve("tokenizer.json"), tokenizer.json());
        BertTokenizer same = BertTokenizer.read(file);

        for (String text : golden().keySet()) assertThat(same.encode(text)).isEqualTo(tokenizer.encode(text));
        assertThat(same.vocabulary()).isEqualTo(30522);
    }

    @Test
    void threads_may_share_a_tokenizer() {
        List<String> texts =
                IntStream.range(0, 400).mapToObj(i -> "text number " + i).toList();
        List<int[]> alone = texts.stream().map(tokenizer::encode).toList();
        List<int[]> together = texts.parallelStream().map(tokenizer::encode).toList();

        assertThat(together.toArray(int[][]::new)).isDeepEqualTo(alone.toArray(int[][]::new));
    }

    @Test
    void what_is_no_tokenizer_is_refused_by_name() {
        assertRefused("{}", "no vocabulary");
        assertRefused("{\"model\":", "not valid JSON");
        assertRefused("{\"model\":{\"vocab\":{\"[CLS]\":0,\"[SEP]\":1}}}", "refused by the tokenizer library");
        assertThatThrownBy(() -> BertTokenizer.read(folder.resolve("none.json")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.json: no such file");
    }

    private static void assertRefused(String json, String expected) {
        assertThatThrownBy(() -> BertTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "my.json"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("my.json", expected, "use the tokenizer.json of a BERT");
    }
}
