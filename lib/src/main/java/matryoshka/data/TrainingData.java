package matryoshka.data;

import java.util.List;

/** N items to learn from; an item shows the encoder one example of type {@code X} (a text), or two that are compared. */
public interface TrainingData<X> {
    String name();

    int size();

    /** The examples of item {@code i}, as many for every item. */
    List<X> examples(int i);

    /** SHA-256 over all there is to learn from, in order, as hex: the fingerprint a run record keeps. */
    String sha256();
}
