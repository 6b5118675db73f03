package matryoshka.evaluate;

/** What class ids given for labels must be to be scored. */
final class Guesses {
    private Guesses() {}

    /** Fails unless there are as many predictions as labels, at least one, all in 0..classes-1. */
    static void require(int[] labels, int[] predictions, int classes) {
        if (labels.length != predictions.length || labels.length == 0)
            throw new IllegalArgumentException("predictions are scored against as many labels, at least one, got "
                    + predictions.length + " predictions and " + labels.length + " labels");
        requireIds("label", labels, classes);
        requireIds("prediction", predictions, classes);
    }

    static void requireIds(String name, int[] ids, int classes) {
        for (int i = 0; i < ids.length; i++)
            if (ids[i] < 0 || ids[i] >= classes)
                throw new IllegalArgumentException(name + " " + i + " is class " + ids[i] + " of " + classes
                        + ": ids go from 0 to " + (classes - 1) + "; score with the list of classes of the training");
    }
}
