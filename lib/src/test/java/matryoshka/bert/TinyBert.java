package matryoshka.bert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.encoder.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A BERT of 2 layers, 16 dims, 2 heads and 50 words with random weights: all of BERT, in milliseconds. */
public final class TinyBert {
    public static final int DIMENSION = 16;
    private static final int WORDS = 46;
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
    static final int POSITIONS = 12;
    static final BertConfig CONFIG =
            new BertConfig(2, DIMENSION, 2, 32, SPECIAL.size() + WORDS, POSITIONS, 2, 1e-12, 0.1, 0.1);

    private TinyBert() {}

    /** Float weights, drawn from {@code seed}. */
    public static BertEncoder encoder(long seed) {
        return encoder(seed, DataType.FLOAT);
    }

    /** The same weights, pooled in another way. */
    public static BertEncoder encoder(long seed, Pooling pooling) {
        return encoder(seed, DataType.FLOAT, pooling);
    }

    /** The same weights as {@link #encoder(long)} in {@code type}; its feeds are float: see {@link #cast}. */
    public static BertEncoder encoder(long seed, DataType type) {
        return encoder(seed, type, Pooling.MEAN);
    }

    /** The same, pooled in another way. */
    public static BertEncoder encoder(long seed, DataType type, Pooling pooling) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        BertWeights.shapes(CONFIG, pooling)
                .forEach((name, shape) ->
                        tensors.put(name, draw(name, shape, random).castTo(type)));
        return new BertEncoder(
                new BertWeights(CONFIG, pooling, Parameters.of(tensors)),
                tokenizer().withMaxLength(POSITIONS));
    }

    private static INDArray draw(String name, long[] shape, SplittableRandom random) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        float mean = name.endsWith("LayerNorm.weight") ? 1 : 0;
        for (int i = 0; i < values.length; i++) values[i] = mean + 0.3f * (float) random.nextGaussian();
        return Nd4j.create(values, shape, 'c');
    }

    /** A feed whose floats are of {@code type} instead. */
    public static Map<String, INDArray> cast(Map<String, INDArray> feed, DataType type) {
        Map<String, INDArray> cast = new HashMap<>();
        feed.forEach((name, array) -> cast.put(name, array.dataType() == DataType.FLOAT ? array.castTo(type) : array));
        return cast;
    }

    /** The word of that number, one token long: 0..45. */
    public static String word(int number) {
        return "" + (char) ('a' + number / 10) + (char) ('a' + number % 10);
    }

    /** {@code count} texts of 0 to 9 random words, many of them repeated. */
    public static List<String> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, i % 10)
                        .mapToObj(w -> word(random.nextInt(WORDS)))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static BertTokenizer tokenizer() {
        List<String> words = Stream.concat(
                        SPECIAL.stream(), IntStream.range(0, WORDS).mapToObj(TinyBert::word))
                .toList();
        ObjectNode vocabulary = new ObjectMapper().createObjectNode();
        for (String word : words) vocabulary.put(word, vocabulary.size());
        String json = """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [%s],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                                "strip_accents": null, "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100, "vocab": %s}}
                """.formatted(addedTokens(), vocabulary);
        try {
            return BertTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "tiny tokenizer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String addedTokens() {
        return IntStream.range(0, SPECIAL.size())
                .mapToObj(id -> """
                        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}""".formatted(id, SPECIAL.get(id)))
                .collect(Collectors.joining(","));
    }
}
