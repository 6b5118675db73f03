package matryoshka;

import java.util.List;

/** N texts and their embeddings [N, D], row by row. */
public record EmbeddedTexts(List<String> texts, Embeddings embeddings) {
    public EmbeddedTexts {
        texts = List.copyOf(texts);
        if (texts.size() != embeddings.rows())
            throw new IllegalArgumentException("every text needs its embedding: got " + texts.size() + " texts and "
                    + embeddings.rows() + " embeddings");
    }

    /** The first {@code n}, or all there are. */
    public EmbeddedTexts first(int n) {
        int kept = Math.min(n, texts.size());
        return new EmbeddedTexts(texts.subList(0, kept), embeddings.first(kept));
    }
}
