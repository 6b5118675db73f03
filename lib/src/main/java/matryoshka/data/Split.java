package matryoshka.data;

import java.util.List;

/** The three disjoint parts of a dataset: learn from train, choose by validation, report on test. */
public record Split<D extends TrainingData<?>>(D train, D validation, D test) {
    public Split {
        if (!classes(train).equals(classes(validation)) || !classes(train).equals(classes(test)))
            throw new IllegalArgumentException("the parts of a split must share one list of classes: train has "
                    + classes(train).size() + ", validation "
                    + classes(validation).size() + ", test " + classes(test).size());
    }

    private static List<String> classes(TrainingData<?> part) {
        return part instanceof Dataset<?> labelled ? labelled.classes() : List.of();
    }
}
