package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tokenizer as Hugging Face's tools of all ages read it: {@code tokenizer.json}, {@code tokenizer_config.json},
 * {@code special_tokens_map.json} and {@code vocab.txt}.
 */
record TokenizerFiles(BertTokenizer tokenizer) {
    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL = "special_tokens_map.json";
    private static final Map<String, String> SPECIAL_TOKENS = new TreeMap<>(Map.of(
            "cls_token",
            "[CLS]",
            "mask_token",
            "[MASK]",
            "pad_token",
            "[PAD]",
            "sep_token",
            "[SEP]",
            "unk_token",
            "[UNK]"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    void write(Path folder) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(tokenizer.json());
        json.putNull("truncation").putNull("padding"); // each batch decides
        Files.write(folder.resolve(BertTokenizer.FILE), JSON.writeValueAsBytes(json));
        JsonNode words = json.path("model").path("vocab");
        Files.writeString(folder.resolve(WordPieceVocabulary.FILE), lines(words));
        Map<String, String> special = special(words);
        Files.write(folder.resolve(SPECIAL), PRETTY.writeValueAsBytes(special));
        Files.write(folder.resolve(CONFIG), PRETTY.writeValueAsBytes(config(json, special)));
    }

    /** A word a line, its id the line's number; empty lines for ids without a word. */
    private static String lines(JsonNode words) {
        TreeMap<Integer, String> byId = new TreeMap<>();
        words.properties().forEach(word -> byId.put(word.getValue().asInt(), word.getKey()));
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id <= byId.lastKey(); id++)
            lines.append(byId.getOrDefault(id, "")).append('\n');
        return lines.toString();
    }

    private static Map<String, String> special(JsonNode words) {
        Map<String, String> special = new LinkedHashMap<>(SPECIAL_TOKENS);
        special.values().removeIf(token -> !words.has(token));
        return special;
    }

    private ObjectNode config(ObjectNode json, Map<String, String> special) {
        JsonNode normalizer = json.path("normalizer");
        ObjectNode config = JSON.createObjectNode().put("model_max_length", tokenizer.maxLength());
        special.forEach(config::put);
        boolean plain = normalizer.path("type").asText().equals("BertNormalizer");
        if (!plain) return config.put("tokenizer_class", "PreTrainedTokenizerFast"); // tokenizer.json says it all
        config.put("tokenizer_class", "BertTokenizer");
        config.set("do_lower_case", normalizer.path("lowercase"));
        config.set("strip_accents", normalizer.path("strip_accents"));
        config.set("tokenize_chinese_chars", normalizer.path("handle_chinese_chars"));
        return config;
    }
}
