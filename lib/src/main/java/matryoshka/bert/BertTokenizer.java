package matryoshka.bert;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;

/**
 * Text → token ids with [CLS] and [SEP] around them, by Hugging Face's own tokenizer code, from a tokenizer.json.
 * Never pads; truncates to a length in tokens. Thread-safe.
 *
 * <p>The native library is unpacked once into {@code ~/.djl.ai} (or the folder that {@code DJL_CACHE_DIR} names).
 */
public final class BertTokenizer {
    static final String FILE = "tokenizer.json";

    /** The longest sequence, [CLS] and [SEP] included, unless asked otherwise. */
    public static final int DEFAULT_MAX_LENGTH = 128;

    /** The shortest sequence: [CLS], a token and [SEP]. */
    static final int SHORTEST = 3;

    /** What BERT has positions for. */
    public static final int LONGEST = 512;

    private static final String CLS = "[CLS]";
    private static final String SEP = "[SEP]";
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // no downloads and no usage reports, unless the user says otherwise
        if (System.getProperty("ai.djl.offline") == null) System.setProperty("ai.djl.offline", "true");
        if (System.getProperty("OPT_OUT_TRACKING") == null) System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final byte[] json;
    private final String source;
    private final int maxLength;
    private final int vocabulary;
    private final HuggingFaceTokenizer tokenizer;

    private BertTokenizer(byte[] json, String source, int maxLength, int vocabulary, HuggingFaceTokenizer tokenizer) {
        this.json = json;
        this.source = source;
        this.maxLength = maxLength;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.json.
     *
     * @throws ModelFormatException if it is missing or not a WordPiece tokenizer
     */
    public static BertTokenizer read(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, a tokenizer.json was expected", "check the path");
        return of(Files.readAllBytes(file), file.toString());
    }

    /**
     * Of a Hugging Face folder: its {@code tokenizer.json}, or else its {@code vocab.txt}.
     *
     * @throws ModelFormatException if both are missing or malformed
     */
    public static BertTokenizer fromFolder(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file) || !Files.isRegularFile(folder.resolve(WordPieceVocabulary.FILE)))
            return read(file);
        return of(
                WordPieceVocabulary.read(folder).tokenizerJson(),
                folder.resolve(WordPieceVocabulary.FILE).toString());
    }

    static BertTokenizer of(PinnedFile json) throws IOException {
        return of(bytes(json), json.name());
    }

    /** Of a vocab.txt. */
    static BertTokenizer ofVocabulary(PinnedFile text, boolean lowercase) throws IOException {
        String pieces = new String(bytes(text), StandardCharsets.UTF_8);
        return of(WordPieceVocabulary.of(pieces, text.name(), lowercase).tokenizerJson(), text.name());
    }

    private static byte[] bytes(PinnedFile file) throws IOException {
        ByteBuffer content = file.read();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    /** From the bytes of a tokenizer.json, as {@link #json()} gives them; {@code source} names them in errors. */
    public static BertTokenizer of(byte[] json, String source) throws IOException {
        return of(json, source, DEFAULT_MAX_LENGTH);
    }

    private static BertTokenizer of(byte[] json, String source, int maxLength) throws IOException {
        try {
            JsonNode words = JSON.readTree(json).path("model").path("vocab");
            if (!words.isObject() || !words.has(CLS) || !words.has(SEP))
                throw fault(source, "has no vocabulary of words with " + CLS + " and " + SEP);
            var options = Map.of(
                    "padding",
                    "false",
                    "truncation",
                    "true",
                    "maxLength",
                    "" + maxLength,
                    "modelMaxLength",
                    "" + LONGEST);
            var tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
            return new BertTokenizer(json.clone(), source, maxLength, words.size(), tokenizer);
        } catch (JacksonException e) {
            throw fault(source, "is not valid JSON (" + e.getOriginalMessage() + ")")
                    .initCause(e);
        } catch (EngineException e) {
            throw new IllegalStateException(
                    "the tokenizer's native library does not run here (" + e.getMessage()
                            + "): use Linux on x86-64 or arm64, macOS on arm64, or Windows on x86-64",
                    e);
        } catch (RuntimeException e) {
            throw fault(source, "is refused by the tokenizer library (" + e.getMessage() + ")")
                    .initCause(e);
        }
    }

    private static ModelFormatException fault(String source, String fault) {
        return new ModelFormatException(source, fault, "use the tokenizer.json of a BERT");
    }

    /** The same with another length to truncate to: 3..512 tokens, [CLS] and [SEP] included. */
    public BertTokenizer withMaxLength(int maxLength) {
        if (maxLength < SHORTEST || maxLength > LONGEST)
            throw new IllegalArgumentException("max length must be " + SHORTEST + ".." + LONGEST
                    + " tokens, [CLS] and [SEP] included, got " + maxLength);
        try {
            return of(json, source, maxLength);
        } catch (IOException e) {
            throw new UncheckedIOException("these bytes were read before", e);
        }
    }

    /** The token ids of {@code text}, [CLS] first, [SEP] last: 2..maxLength of them. */
    public int[] encode(String text) {
        return ids(tokenizer.encode(text));
    }

    /** The token ids of each text, in order, unpadded. */
    public List<int[]> encode(List<String> texts) {
        if (texts.isEmpty()) return List.of();
        return Arrays.stream(tokenizer.batchEncode(texts))
                .map(BertTokenizer::ids)
                .toList();
    }

    /** The words and word pieces behind {@link #encode}'s ids, such as {@code [CLS]}, {@code nest}, {@code ##ing}. */
    public List<String> tokens(String text) {
        return List.of(tokenizer.encode(text).getTokens());
    }

    private static int[] ids(Encoding encoding) {
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** The length in tokens that texts are cut to, [CLS] and [SEP] included. */
    public int maxLength() {
        return maxLength;
    }

    /** How many words and word pieces it knows: ids are below this. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The tokenizer.json it was read from, to be saved with a model; it does not hold {@link #maxLength()}. */
    public byte[] json() {
        return json.clone();
    }
}
