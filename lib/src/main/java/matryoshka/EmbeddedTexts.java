package matryoshka;

import java.util.Arrays;
import java.util.List;

/** N texts and their embeddings [N, D], row by row. */
public record EmbeddedTexts(List<String> texts, Embeddings embeddings) {
    public EmbeddedTexts {
        texts = List.copyOf(texts);
        if (texts.size() != embeddings.rows())
            throw new IllegalArgumentException("every text needs its embedding: got " + texts.size() + " texts and "
                    + embeddings.rows() + " embeddings");
    }

    /** Some of them, in the order given. */
    public EmbeddedTexts select(int... rows) {
        return new EmbeddedTexts(Arrays.stream(rows).mapToObj(texts::get).toList(), embeddings.select(rows));
    }
}
