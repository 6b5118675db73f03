package matryoshka.data;

import java.util.List;
import java.util.stream.IntStream;

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

    /** All class ids in order [N]. */
    default int[] labels() {
        return IntStream.range(0, size()).map(this::label).toArray();
    }

    /** Examples of each class [C]. */
    default int[] classCounts() {
        int[] counts = new int[classes().size()];
        for (int i = 0; i < size(); i++) counts[label(i)]++;
        return counts;
    }

    /** What errors call example {@code i}. */
    default String place(int i) {
        return "example " + i;
    }
}
