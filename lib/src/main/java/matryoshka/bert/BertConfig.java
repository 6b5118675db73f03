package matryoshka.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/**
 * The sizes and rates of a BERT encoder (arXiv:1810.04805), as Hugging Face's {@code config.json} holds them: GELU,
 * absolute positions.
 *
 * @param hidden H, the width of a token's vector
 * @param heads attention heads, each of H / heads numbers
 * @param intermediate the width of the feed-forward layer
 * @param vocabulary V, the rows of the word table
 * @param maxPositions the longest sequence, in tokens
 * @param typeVocabulary the rows of the segment table
 * @param layerNormEps added to the variance
 * @param hiddenDropout probability in [0, 1) of dropping a number of a layer's output
 * @param attentionDropout the same for attention weights
 */
public record BertConfig(
        int layers,
        int hidden,
        int heads,
        int intermediate,
        int vocabulary,
        int maxPositions,
        int typeVocabulary,
        double layerNormEps,
        double hiddenDropout,
        double attentionDropout) {
    private static final int MOST_LAYERS = 1_000;
    private static final int WIDEST = 1_000_000;
    private static final int MOST_WORDS = 10_000_000;

    public BertConfig {
        within("layers", layers, MOST_LAYERS);
        within("hidden", hidden, WIDEST);
        within("heads", heads, hidden);
        within("intermediate", intermediate, WIDEST);
        within("vocabulary", vocabulary, MOST_WORDS);
        within("maxPositions", maxPositions, WIDEST);
        within("typeVocabulary", typeVocabulary, WIDEST);
        if (hidden % heads != 0)
            throw new IllegalArgumentException(
                    "hidden must be a multiple of heads, got " + hidden + " and " + heads + ": change one of them");
        if (!(layerNormEps > 0 && layerNormEps < 1))
            throw new IllegalArgumentException("layerNormEps must be in (0, 1), got " + layerNormEps + ": try 1e-12");
        rate("hiddenDropout", hiddenDropout);
        rate("attentionDropout", attentionDropout);
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most)
            throw new IllegalArgumentException(name + " must be 1.." + most + ", got " + value);
    }

    private static void rate(String name, double value) {
        if (!(value >= 0 && value < 1))
            throw new IllegalArgumentException(name + " must be in [0, 1), got " + value + ": 0 switches it off");
    }

    /** The width of one attention head. */
    public int headSize() {
        return hidden / heads;
    }

    public BertConfig withDropout(double hiddenDropout, double attentionDropout) {
        return new BertConfig(
                layers,
                hidden,
                heads,
                intermediate,
                vocabulary,
                maxPositions,
                typeVocabulary,
                layerNormEps,
                hiddenDropout,
                attentionDropout);
    }

    public BertConfig withLayers(int layers) {
        return new BertConfig(
                layers,
                hidden,
                heads,
                intermediate,
                vocabulary,
                maxPositions,
                typeVocabulary,
                layerNormEps,
                hiddenDropout,
                attentionDropout);
    }

    /**
     * Reads a Hugging Face {@code config.json}; sizes are required, rates default to BERT's.
     *
     * @throws ModelFormatException if it is missing, malformed, or of a model other than a plain BERT encoder
     */
    public static BertConfig read(Path configJson) throws IOException {
        if (!Files.isRegularFile(configJson))
            throw new ModelFormatException(
                    configJson, "no such file, a BERT's config.json was expected", "check the path");
        try {
            return of(JsonFile.read(configJson));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(configJson, e.getMessage(), "use a plain BERT encoder").initCause(e);
        }
    }

    private static BertConfig of(JsonNode json) {
        if (json.has("model_type")) mustBe(json, "model_type", "bert"); // the oldest BERTs' configs have none
        mustBe(json, "hidden_act", "gelu");
        if (json.has("position_embedding_type")) mustBe(json, "position_embedding_type", "absolute");
        return new BertConfig(
                size(json, "num_hidden_layers"),
                size(json, "hidden_size"),
                size(json, "num_attention_heads"),
                size(json, "intermediate_size"),
                size(json, "vocab_size"),
                size(json, "max_position_embeddings"),
                size(json, "type_vocab_size"),
                json.path("layer_norm_eps").asDouble(1e-12),
                json.path("hidden_dropout_prob").asDouble(0.1),
                json.path("attention_probs_dropout_prob").asDouble(0.1));
    }

    private static void mustBe(JsonNode json, String field, String expected) {
        if (!expected.equals(json.path(field).textValue()))
            throw new IllegalArgumentException(
                    field + " must be \"" + expected + "\", got " + (json.has(field) ? json.get(field) : "nothing"));
    }

    private static int size(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber())
            throw new IllegalArgumentException(
                    field + " must be a whole number, got " + (json.has(field) ? value : "nothing"));
        return value.intValue();
    }

    /** Writes it as a {@code config.json} that Hugging Face's BertModel reads. */
    public void write(Path configJson) throws IOException {
        JsonFile.write(configJson, json());
    }

    /** As Hugging Face's BertModel reads it. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("BertModel");
        return json.put("model_type", "bert")
                .put("hidden_act", "gelu")
                .put("position_embedding_type", "absolute")
                .put("num_hidden_layers", layers)
                .put("hidden_size", hidden)
                .put("num_attention_heads", heads)
                .put("intermediate_size", intermediate)
                .put("vocab_size", vocabulary)
                .put("max_position_embeddings", maxPositions)
                .put("type_vocab_size", typeVocabulary)
                .put("layer_norm_eps", layerNormEps)
                .put("hidden_dropout_prob", hiddenDropout)
                .put("attention_probs_dropout_prob", attentionDropout);
    }
}
