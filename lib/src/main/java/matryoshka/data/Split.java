package matryoshka.data;

/** The three disjoint parts of a dataset: learn from train, choose by validation, report on test. */
public record Split<D extends Dataset<?>>(D train, D validation, D test) {
    public Split {
        if (!train.classes().equals(validation.classes()) || !train.classes().equals(test.classes()))
            throw new IllegalArgumentException("the parts of a split must share one list of classes: train has "
                    + train.classes().size() + ", validation "
                    + validation.classes().size() + ", test "
                    + test.classes().size());
    }
}
