package matryoshka.train;

/** The ranges options must lie in; each error names the option, its value and the range. */
final class Ranges {
    private Ranges() {}

    static void atLeast(int least, String name, int value) {
        if (value < least) throw new IllegalArgumentException(name + " must be " + least + " or more, got " + value);
    }

    static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
    }

    static void share(String name, double value) {
        if (!(value >= 0 && value < 1))
            throw new IllegalArgumentException(name + " is a share in [0, 1), got " + value);
    }
}
