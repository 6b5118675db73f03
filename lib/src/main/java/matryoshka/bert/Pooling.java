package matryoshka.bert;

import java.util.Arrays;
import java.util.Locale;

/** How token vectors [B, L, H] become one vector a text [B, H]. */
public enum Pooling {
    /** The vector of the first token, [CLS] (BGE's embeddings). */
    CLS,
    /** BERT's own pooler, a tanh layer above [CLS] (arXiv:1810.04805), where the weights hold one. */
    POOLER,
    /** The mean over the tokens that are not padding (Sentence-BERT, arXiv:1908.10084). */
    MEAN;

    /** The pooling of that name; IllegalArgumentException listing all if there is none. */
    public static Pooling of(String id) {
        return Arrays.stream(values())
                .filter(pooling -> pooling.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pooling is named \"" + id + "\"; there are "
                        + Arrays.stream(values()).map(Pooling::id).toList()));
    }

    /** Its name in files and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
