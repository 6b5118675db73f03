package matryoshka.bert;

import java.util.List;
import java.util.stream.Collectors;
import matryoshka.NestingDims;
import matryoshka.encoder.ModelCard;

/** What the README of an exported BERT says of it, and of its use from Python, Java and ONNX Runtime. */
final class BertCard {
    private BertCard() {}

    static ModelCard of(BertEncoder encoder, NestingDims dims) {
        List<Integer> all = dims.dims();
        int some = all.get((all.size() - 1) / 2);
        return ModelCard.titled("Matryoshka embeddings of texts")
                .withFact("library_name", "sentence-transformers")
                .withFact("pipeline_tag", "sentence-similarity")
                .withFact("tags", "sentence-transformers", "sentence-similarity", "feature-extraction", "matryoshka")
                .withText(description(encoder, dims))
                .withSection("Truncate, then normalise", RULE)
                .withText(PYTHON.formatted(some, some))
                .withText(JAVA.formatted(listed(all), some))
                .withText(ONNX.formatted(encoder.dimension(), encoder.dimension()))
                .withText(pooler(encoder.pooling()));
    }

    private static String pooler(Pooling pooling) {
        return pooling == Pooling.POOLER
                ? "`2_Dense` is `pooler.dense` of `model.safetensors` once more: BERT's own pooler."
                : "This model does not use BERT's pooler: `pooler.dense` in `model.safetensors` is the identity.";
    }

    private static String description(BertEncoder encoder, NestingDims dims) {
        return "A BERT of " + encoder.config().layers() + " layers that turns a text, cut to "
                + encoder.tokenizer().maxLength() + " tokens, into " + encoder.dimension() + " numbers: "
                + pooling(encoder.pooling()) + ". It was trained so that the first m of them are an embedding by"
                + " themselves, for m in " + listed(dims.dims())
                + " ([Matryoshka representation learning](https://arxiv.org/abs/2205.13147)).";
    }

    private static String pooling(Pooling pooling) {
        return switch (pooling) {
            case CLS -> "the vector of its first token, [CLS]";
            case POOLER -> "BERT's pooler, a tanh layer above the vector of its first token, [CLS]";
            case MEAN -> "the mean of its tokens' vectors";
        };
    }

    private static String listed(List<Integer> dims) {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static final String RULE =
            "In this order: a prefix of a vector of unit length is not of unit length, and cosines of prefixes that"
                    + " were scaled as a whole are wrong.";

    private static final String PYTHON = """
            ```python
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer("path/to/this/folder", truncate_dim=%d)
            embeddings = model.encode(texts, normalize_embeddings=True)  # [N, %d], rows of unit length
            ```
            """;

    private static final String JAVA = """
            ```java
            BertEncoder encoder = BertEncoder.fromFolder(Path.of("path/to/this/folder"));
            MatryoshkaModel<String> model =
                    MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(%s)));
            Embeddings embeddings = model.embed(texts).truncate(%d).normalize();
            ```
            """;

    private static final String ONNX = """
            `onnx/model.onnx` takes `input_ids`, `attention_mask` and `token_type_ids` (int64, [batch, sequence]) and
            gives `last_hidden_state` [batch, sequence, %d] and `sentence_embedding` [batch, %d]: pooled, at full
            dimension, not normalised.
            """;
}
