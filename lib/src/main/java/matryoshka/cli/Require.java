package matryoshka.cli;

/** What numbers on the command line may be. */
final class Require {
    private Require() {}

    /**
     * Checks that a number lies in {@code low..high}.
     *
     * @param why what sets the bounds
     * @throws IllegalArgumentException naming the option, the range and the number
     */
    static void within(int low, int high, String option, int number, String why) {
        if (low <= number && number <= high) return;
        String range = low == high ? "be " + low : low < high ? "lie in " + low + ".." + high : "be left out";
        throw new IllegalArgumentException(option + " must " + range + " (" + why + "), got " + number);
    }
}
