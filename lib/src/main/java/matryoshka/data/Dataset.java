package matryoshka.data;

import java.util.List;

/** N labelled examples of type {@code X} (a text, an image); class ids index {@link #classes()}. */
public interface Dataset<X> {
    String name();

    int size();

    X example(int i);

    /** The class id of example {@code i}: an index into {@link #classes()}. */
    int label(int i);

    List<String> classes();

    /** SHA-256 over examples and labels in order, as hex: the fingerprint a run record keeps. */
    String sha256();
}
