package matryoshka.bert;

/** How token vectors [B, L, H] become one vector a text [B, H]. */
public enum Pooling {
    /** The mean over the tokens that are not padding (Sentence-BERT, arXiv:1908.10084). */
    MEAN
}
