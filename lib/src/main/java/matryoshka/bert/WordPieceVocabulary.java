package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/**
 * The {@code vocab.txt} of older BERTs, a word piece a line, as the tokenizer.json that newer ones have instead: BERT's
 * cleaning and splitting (arXiv:1810.04805), then WordPiece.
 *
 * @param lowercase of an uncased BERT, which also strips accents
 */
record WordPieceVocabulary(List<String> pieces, boolean lowercase) {
    static final String FILE = "vocab.txt";
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final int LONGEST_WORD = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a folder with {@code vocab.txt}, uncased unless its {@code tokenizer_config.json} says otherwise. */
    static WordPieceVocabulary read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return of(Files.readString(file), file.toString(), isUncased(folder.resolve("tokenizer_config.json")));
    }

    /** Of the text of a vocab.txt; {@code source} names it in errors. */
    static WordPieceVocabulary of(String text, String source, boolean lowercase) throws ModelFormatException {
        List<String> pieces = text.lines().toList();
        for (String special : SPECIAL.subList(1, 4))
            if (!pieces.contains(special))
                throw new ModelFormatException(source, "has no line " + special, "use the vocab.txt of a BERT");
        return new WordPieceVocabulary(pieces, lowercase);
    }

    private static boolean isUncased(Path config) throws IOException {
        return !Files.isRegularFile(config)
                || JsonFile.read(config).path("do_lower_case").asBoolean(true);
    }

    /** The tokenizer.json that says the same. */
    byte[] tokenizerJson() throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < pieces.size(); i++) ids.putIfAbsent(pieces.get(i), i);
        ObjectNode json = JSON.createObjectNode()
                .put("version", "1.0")
                .putNull("truncation")
                .putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (String special : SPECIAL) if (ids.containsKey(special)) added.add(addedToken(special, ids.get(special)));
        json.set("normalizer", normalizer());
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.set("post_processor", processor(ids));
        json.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        ObjectNode model = json.putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", LONGEST_WORD);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int i = 0; i < pieces.size(); i++) if (ids.get(pieces.get(i)) == i) vocabulary.put(pieces.get(i), i);
        return JSON.writeValueAsBytes(json);
    }

    private JsonNode normalizer() {
        return JSON.createObjectNode()
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .putNull("strip_accents") // as lowercase says
                .put("lowercase", lowercase);
    }

    private static JsonNode processor(Map<String, Integer> ids) {
        ObjectNode processor = JSON.createObjectNode().put("type", "BertProcessing");
        processor.putArray("sep").add("[SEP]").add(ids.get("[SEP]"));
        processor.putArray("cls").add("[CLS]").add(ids.get("[CLS]"));
        return processor;
    }

    private static JsonNode addedToken(String piece, int id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("content", piece)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }
}
