package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vocab.txt of MiniLM, as its tokenizer.json lists the pieces, must tokenize as that does. */
class WordPieceVocabularyTest {
    private static final List<String> TEXTS = List.of(
            "",
            "The cat sat on the mat.",
            "Café Größe naïve ŠKODA 東京 [MASK] don't",
            "unaffable hyperparameterisation xyzzyqwertyuiop",
            "tabs\tand\nlines\u0000 control",
            "a".repeat(101) + " end");

    @TempDir
    Path folder;

    private static List<String> pieces() throws IOException {
        JsonNode words = new ObjectMapper()
                .readTree(Pretrained.MINILM_L6.tokenizer().json())
                .path("model")
                .path("vocab");
        Map<Integer, String> byId = new TreeMap<>();
        words.properties().forEach(word -> byId.put(word.getValue().intValue(), word.getKey()));
        return List.copyOf(byId.values());
    }

    @Test
    void a_vocabulary_tokenizes_as_the_tokenizer_json_of_the_same_model() throws IOException {
        Files.write(folder.resolve("vocab.txt"), pieces());
        BertTokenizer tokenizer = BertTokenizer.fromFolder(folder), reference = Pretrained.MINILM_L6.tokenizer();
        assertThat(tokenizer.vocabulary()).isEqualTo(reference.vocabulary());
        for (String text : TEXTS) assertThat(tokenizer.encode(text)).as(text).isEqualTo(reference.encode(text));
    }

    @Test
    void a_cased_model_keeps_case_and_accents() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nParis\nparis\nÉtat\netat\n");
        BertTokenizer uncased = BertTokenizer.fromFolder(folder);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
        BertTokenizer cased = BertTokenizer.fromFolder(folder);
        assertThat(uncased.encode("Paris État")).containsExactly(2, 5, 7, 3);
        assertThat(cased.encode("Paris État")).containsExactly(2, 4, 6, 3);
    }

    @Test
    void another_text_file_is_refused() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "these\nare\nwords\n");
        assertThatThrownBy(() -> BertTokenizer.fromFolder(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("vocab.txt", "has no line [UNK]");
    }
}
