package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/** The length in tokens that a sentence-transformers folder cuts texts to, {@code sentence_bert_config.json}. */
final class LengthFile {
    static final String NAME = "sentence_bert_config.json";
    private static final String LENGTH = "max_seq_length";

    private LengthFile() {}

    /**
     * What the model in {@code folder} asks for; empty if it does not say.
     *
     * @throws ModelFormatException if that is no length
     */
    static OptionalInt read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) return OptionalInt.empty();
        JsonNode length = JsonFile.read(file).path(LENGTH);
        if (length.isMissingNode() || length.isNull()) return OptionalInt.empty();
        if (!length.isInt() || length.intValue() < BertTokenizer.SHORTEST)
            throw new ModelFormatException(
                    file,
                    LENGTH + " must be a number of tokens, " + BertTokenizer.SHORTEST + " or more, got " + length,
                    "name one, or leave it out");
        return OptionalInt.of(length.intValue());
    }

    static void write(Path folder, int maxLength) throws IOException {
        JsonFile.write(
                folder.resolve(NAME),
                JsonNodeFactory.instance
                        .objectNode()
                        .put(LENGTH, maxLength)
                        .put("do_lower_case", false)); // the tokenizer does what is to be done
    }
}
