package matryoshka.data;

import java.util.List;

/** N labelled examples of type {@code X} (a text, an image); class ids index {@link #classes()}. */
public interface Dataset<X> extends TrainingData<X> {
    X example(int i);

    @Override
    default List<X> examples(int i) {
        return List.of(example(i));
    }

    /** The class id of example {@code i}: an index into {@link #classes()}. */
    int label(int i);

    List<String> classes();

    /** What errors call example {@code i}. */
    default String place(int i) {
        return "example " + i;
    }
}
